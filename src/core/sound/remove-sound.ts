import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Sound, SoundRef } from './sound.ts'

/**
 * Removes an announcement and returns it as it was. Its file stays for some weeks, so that an undo brings it back.
 *
 * @throws Refusal `not_found`.
 */
export function removeSound(core: Core, caller: Caller, ref: SoundRef): Promise<Sound> {
  mustBeAllowed(caller, 'sound.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const sound = mustExist(await tx.sounds.lock(caller.accountId, ref), 'announcement')
    await tx.sounds.remove(sound)
    const { name: subject } = sound
    return { answer: sound, change: { noun: 'sound', verb: 'remove', subject, before: { ...sound }, after: null } }
  })
}
