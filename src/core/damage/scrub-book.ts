import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { type VerifyReport, verifyBook } from './verify-book.ts'

/** When and how to scrub. */
export interface ScrubRules {
  /** Milliseconds from the end of a scrub to the next one. */
  readonly everyMs: number
  /** Resolves when others had their turn after a step. */
  readonly rest: () => Promise<void>
  readonly signal: AbortSignal
}

/** Read at once: a millisecond or two, in which nobody is served. */
const atOnce = { rows: 200, bytes: 256 * 1024 }

/**
 * Verifies the book slowly where it is due, and returns what was found. The book keeps the end of each scrub, so that a restart
 * does not bring the next one forward. A scrub that was cut off begins anew.
 */
export async function scrubBook(
  core: Core,
  caller: ServerCaller,
  { everyMs, rest, signal }: ScrubRules,
): Promise<VerifyReport | undefined> {
  mustBeAllowed(caller, 'damage.find')
  const last = await core.store.damages.lastScrub()
  if (last !== null && core.clock.now() < last + everyMs) return undefined
  // Damage is counted and logged where it is read.
  const report = await verifyBook(core, caller, { atOnce, onStep: rest, onDamage: () => undefined, signal })
  if (signal.aborted) return undefined
  await core.store.damages.keepScrub(core.clock.now())
  return report
}
