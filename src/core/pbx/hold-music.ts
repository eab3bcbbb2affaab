import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal, unavailable } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** A file of hold music. Times are epoch milliseconds. */
export interface HoldMusicFile {
  readonly name: string
  readonly bytes: number
  readonly changedAt: number
}

/** A class of hold music, as the PBX is configured. */
export interface HoldMusic {
  readonly name: string
  /** The name of its folder; empty for music that is in none. */
  readonly folder: string
  /** When the folder was written last; `null` where it cannot be looked into from here. */
  readonly changedAt: number | null
  /** Its files in the order of their names; none where the folder cannot be looked into from here. */
  readonly files: readonly HoldMusicFile[]
}

/** Tells the hold music of the PBX. */
export interface HoldMusicSource {
  /** @throws Error when the PBX cannot be asked. */
  holdMusic(): Promise<readonly HoldMusic[]>
}

/** The hold music of a book that no PBX reads. */
export const noHoldMusic: HoldMusicSource = {
  holdMusic: () => Promise.reject(new Error('there is no PBX: name one with --pbx')),
}

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
