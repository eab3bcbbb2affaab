import type { AnyCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** Puts every file of the book that is missing where the PBX finds it: of another server, or of a restored book. */
export async function putSounds(core: Core, caller: AnyCaller): Promise<void> {
  mustBeAllowed(caller, 'sound.find')
  for (const sum of await core.store.sounds.sums()) {
    if (await core.sounds.has(sum)) continue
    const file = await core.store.sounds.fileBySum(sum)
    if (file) await core.sounds.put(sum, file.bytes)
  }
}
