import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Sound, SoundFile, SoundRef } from './sound.ts'

/**
 * An announcement by its id.
 *
 * @throws Refusal `not_found`.
 */
export async function getSound(core: Core, caller: Caller, ref: SoundRef): Promise<Sound> {
  mustBeAllowed(caller, 'sound.find')
  return mustExist(await core.store.sounds.get(caller.accountId, ref), 'announcement')
}

/**
 * The file of an announcement, as the PBX plays it.
 *
 * @throws Refusal `not_found`.
 */
export async function openSound(core: Core, caller: Caller, ref: SoundRef): Promise<SoundFile> {
  mustBeAllowed(caller, 'sound.find')
  const { accountId, filename } = await getSound(core, caller, ref)
  return mustExist(await core.store.sounds.file(accountId, filename), 'file of the announcement')
}
