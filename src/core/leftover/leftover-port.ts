import type { LeftoverKind, LeftoverRule, Leftovers } from './leftover.ts'

/** Finds leftovers. */
export interface LeftoverReader {
  /** The leftovers of a kind, of all accounts, part by part. A part may be removed before the next one is asked for. */
  find(kind: LeftoverKind, rule: LeftoverRule): AsyncIterable<Leftovers>
}

/** Removes leftovers. */
export interface LeftoverWriter {
  /** Removes what was found, and returns how many were still there. */
  remove(leftovers: Leftovers): Promise<number>
}
