import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** The time for which a file that no sound has is kept: an upload may still be used, and a removal undone. */
export const keptMs = 30 * 24 * 60 * 60 * 1000

/**
 * Keeps an uploaded file under a name that must be new, in the form in which the PBX plays it.
 *
 * @throws Refusal `invalid_value` of `file` for what is no WAV, mp3 or Ogg file of a kind that is read.
 */
export async function uploadSound(core: Core, caller: Caller, filename: string, bytes: Uint8Array): Promise<void> {
  mustBeAllowed(caller, 'sound.add')
  const { accountId } = caller
  const file = await core.sounds.convert(bytes)
  await core.store.write(authorOf(caller), async (tx) => {
    const createdAt = core.clock.now()
    await tx.sounds.removeUnused(accountId, createdAt - keptMs)
    await tx.sounds.insertFile({ accountId, filename, createdAt, ...file })
    const after = { accountId, filename, sha256: file.sha256, createdAt }
    return { answer: null, change: { noun: 'sound-file', verb: 'add', subject: filename, before: null, after } }
  })
  await core.sounds.put(file.sha256, file.bytes)
}
