import type { Upload } from './upload.ts'

/** Reads uploads. */
export interface UploadReader {
  /** The upload, unless it has expired at `now`. */
  get(accountId: number, filename: string, now: number): Promise<Upload | undefined>
}

/** Writes uploads, and reads them where they are used up. */
export interface UploadWriter extends UploadReader {
  insert(upload: Upload): Promise<void>
  /** Forgets the account's uploads that have expired at `now`. */
  removeExpired(accountId: number, now: number): Promise<void>
}
