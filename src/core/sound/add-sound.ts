import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { insertSound, type NewSound } from './insert-sound.ts'
import { mustHaveFile } from './must-have-file.ts'
import type { Sound } from './sound.ts'

/**
 * Makes an announcement of an uploaded file.
 *
 * @throws Refusal `invalid_value` of `filename` when there is no such file.
 */
export function addSound(core: Core, caller: Caller, wanted: NewSound): Promise<Sound> {
  mustBeAllowed(caller, 'sound.add')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    await mustHaveFile(tx, accountId, wanted.filename)
    return insertSound(tx, core, accountId, wanted)
  })
}
