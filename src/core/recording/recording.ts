/** A recorded call. Its sound is a file of that name. Times are epoch milliseconds. */
export interface Recording {
  readonly accountId: number
  readonly id: number
  readonly file: string
  /** The id of the call in the ledger. */
  readonly callId: string
  /** The extension whose calls are recorded. */
  readonly extension: string
  /** The number of the other side. */
  readonly other: string
  readonly startedAt: number
  readonly endedAt: number
  readonly bytes: number
  /** The SHA-256 of the file in hex, which shows that it is whole. */
  readonly sha256: string
}

/** The name of a file without its ending: a file may have got another format than the ledger was told. */
export function stemOf(file: string): string {
  return file.replace(/\.[a-z0-9]{1,5}$/, '')
}
