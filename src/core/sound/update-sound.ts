import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { mustHaveFile } from './must-have-file.ts'
import type { Sound, SoundFields, SoundRef } from './sound.ts'

/**
 * Changes an announcement and returns it as it is now. Routes that play it play the new file from the next call on.
 *
 * @throws Refusal `not_found`; `invalid_value` of `filename` when there is no such file.
 */
export function updateSound(core: Core, caller: Caller, ref: SoundRef, update: SoundFields): Promise<Sound> {
  mustBeAllowed(caller, 'sound.update')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.sounds.lock(accountId, ref), 'announcement')
    const after: Sound = { ...before, ...update, updatedAt: core.clock.now() }
    await mustHaveFile(tx, accountId, after.filename)
    await tx.sounds.update(after)
    const states = difference({ ...before }, { ...after })
    return { answer: after, change: { noun: 'sound', verb: 'update', subject: after.name, ...states } }
  })
}
