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
