import type { SpoolBatch, SpoolPosition } from './ledger-port.ts'

/** Calls as the PBX tells of them, from where the book has read them. After a batch that could not be kept it is opened anew. */
export interface CallSource {
  /** The next part that is not kept yet; undefined where there is none. */
  next(): Promise<SpoolBatch | undefined>
  /** Lets go of what is kept up to this position. */
  tidy(position: SpoolPosition): Promise<void>
  /** Ends the calls that go on from before the PBX started, at this time. */
  lose(startedAt: number): SpoolBatch | undefined
  /** Calls `onNews` soon after the PBX has told something. */
  watch(onNews: () => void): { close(): void }
}
