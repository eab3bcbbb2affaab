import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal, unavailable } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { HoldMusic } from './hold-music.ts'

/**
 * The classes of hold music of the PBX that serves the account, in the order of its configuration.
 *
 * @throws Refusal `unavailable` when no PBX serves the account, or it cannot be asked.
 */
export async function findHoldMusic(core: Core, caller: Caller): Promise<readonly HoldMusic[]> {
  mustBeAllowed(caller, 'sound.find')
  if ((await core.store.pbxAccount.get()) !== caller.accountId) {
    throw new Refusal('unavailable', 'no PBX serves this account: run `dialbook pbx config` for it')
  }
  try {
    return await core.holdMusic.holdMusic()
  } catch (error) {
    throw unavailable(`the PBX cannot be asked: ${error instanceof Error ? error.message : String(error)}`, error)
  }
}
