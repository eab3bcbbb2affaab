import type { Recording } from './recording.ts'

/** The recordings to find, from the newest on. */
export interface RecordingPage {
  readonly extension?: string
  /** Only recordings with lower ids; absent for the newest. */
  readonly before?: number
  readonly limit: number
}

/** Reads recordings. */
export interface RecordingReader {
  page(accountId: number, page: RecordingPage): Promise<Recording[]>
  /** The recording whose file has this name, whatever its ending. */
  byStem(accountId: number, stem: string): Promise<Recording | undefined>
  /** The oldest recordings of all accounts, at most `limit`. */
  oldest(limit: number): Promise<Recording[]>
  /** The bytes of all recordings together. */
  bytes(): Promise<number>
}

/** Writes recordings. */
export interface RecordingWriter extends Pick<RecordingReader, 'byStem'> {
  insert(recording: Recording): Promise<void>
  remove(recording: Recording): Promise<void>
}
