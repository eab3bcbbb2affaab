import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { insertSound, type NewSound } from './insert-sound.ts'
import type { Sound } from './sound.ts'
import { keptMs } from './upload-sound.ts'

/**
 * Makes an announcement of a file that comes with it, as one change. The name of the file must be new.
 *
 * @throws Refusal `invalid_value` of `file` for what is no WAV, mp3 or Ogg file of a kind that is read.
 */
export async function addSoundOfFile(core: Core, caller: Caller, wanted: NewSound, bytes: Uint8Array): Promise<Sound> {
  mustBeAllowed(caller, 'sound.add')
  const { accountId } = caller
  const { filename } = wanted
  const file = await core.sounds.convert(bytes)
  const made = await core.store.write(authorOf(caller), async (tx) => {
    const now = core.clock.now()
    await tx.sounds.removeUnused(accountId, now - keptMs)
    await tx.sounds.insertFile({ accountId, filename, createdAt: now, ...file })
    return insertSound(tx, core, accountId, wanted)
  })
  await core.sounds.put(file.sha256, file.bytes)
  return made
}
