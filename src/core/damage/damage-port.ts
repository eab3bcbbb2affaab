import type { Damage } from './damage.ts'

/** How far a reader of the whole book has come: the table that it reads, and all rows and bytes that it has read. */
export interface ReadSoFar {
  readonly table: string
  readonly rows: number
  readonly bytes: number
}

/** How the whole book is read. */
export interface ReadingRules {
  /** The most that is read at once. Others are served between two such steps. */
  readonly atOnce: { readonly rows: number; readonly bytes: number }
  /** Told after each step; the next one begins when it resolves. */
  readonly onStep: (soFar: ReadSoFar) => Promise<void>
  /** Ends the reading. */
  readonly signal?: AbortSignal
}

/** A group that a damage touches. The name is null where it cannot be read. */
export interface TouchedGroup {
  readonly id: number
  readonly name: string | null
}

/** Looks for damage in the whole book. */
export interface DamageReader {
  /** The rows of the book, and the bytes in their texts and lists. */
  size(): Promise<{ readonly rows: number; readonly bytes: number }>
  /** Reads everything, and finds every damage. What is written meanwhile is no damage. */
  find(rules: ReadingRules): AsyncIterable<Damage>
  /** The groups whose present list needs the damaged row. */
  groupsAt(damage: Damage): Promise<readonly TouchedGroup[]>
  /** Whether the engine checks its pages by itself; null for an engine that does not have that. */
  pageChecksums(): Promise<boolean | null>
  /** The end of the last scrub of the book, in epoch milliseconds; null before the first. */
  lastScrub(): Promise<number | null>
  /** Keeps the end of a scrub. It is no change to the book. */
  keepScrub(at: number): Promise<void>
}
