/** A recording that the PBX has finished, and that nobody has taken in yet. */
export interface FinishedRecording {
  readonly accountId: number
  /** The name without an ending. */
  readonly stem: string
  readonly callId: string
  readonly extension: string
  readonly other: string
  readonly startedAt: number
  readonly endedAt: number
}

/** A file that was taken in: its name, its length and its SHA-256 in hex. */
export interface KeptFile {
  readonly file: string
  readonly bytes: number
  readonly sha256: string
}

/** A file to be read. */
export interface OpenedFile {
  readonly bytes: number
  readonly chunks: AsyncIterable<Uint8Array>
}

/** The folder in which the PBX puts recordings, and in which they are kept for their owner only. */
export interface RecordingFiles {
  /** What the PBX has finished. */
  finished(): Promise<FinishedRecording[]>
  /** Brings a finished recording into its form; undefined where nothing was said. What the PBX has put there stays. */
  keep(finished: FinishedRecording): Promise<KeptFile | undefined>
  /** Removes what the PBX has put there, once it was kept. */
  forget(finished: FinishedRecording): Promise<void>
  /** Opens a file; undefined where there is none. */
  open(accountId: number, file: string): Promise<OpenedFile | undefined>
  /** The SHA-256 of a file in hex; undefined where there is none. */
  sum(accountId: number, file: string): Promise<string | undefined>
  /** Removes a file; one that is gone is no error. */
  remove(accountId: number, file: string): Promise<void>
}
