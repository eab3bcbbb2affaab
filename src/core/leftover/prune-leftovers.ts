import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { type LeftoverKind, type LeftoverRule, type Leftovers, leftoverKinds } from './leftover.ts'

const hour = 60 * 60 * 1000
const day = 24 * hour

/** How to prune. */
export interface PruneOptions {
  /** Days for which a change is kept, with the lists that its undo would bring back: a whole number from 1 on. */
  readonly keepDays: number
  /** Whether only to count what would go. */
  readonly dryRun?: boolean
  /** Told after each step, which was one transaction; the next one begins when it resolves. */
  readonly onStep?: (report: PruneReport) => Promise<void>
}

/** The leftovers that went, by kind: how many they were, and the bytes that they took. */
export type PruneReport = Readonly<Record<LeftoverKind, { readonly count: number; readonly bytes: number }>>

/**
 * Removes from the book what nothing needs any more. Each step is one short transaction and one change, so that a
 * server goes on beside it. An interrupted run keeps the steps that are done, and may be started again.
 *
 * No write takes hold of a leftover again. Writers take lists only from groups and uploads that live. An undo locks its
 * change: either it comes before the change goes, and then its list is no leftover, or it finds no change.
 */
export async function pruneLeftovers(
  core: Core,
  caller: ServerCaller,
  { keepDays, dryRun = false, onStep }: PruneOptions,
): Promise<PruneReport> {
  mustBeAllowed(caller, 'leftover.remove')
  const now = core.clock.now()
  const gone = new Set<string>()
  const rule: LeftoverRule = { changedBefore: now - keepDays * day, idleBefore: now - hour, gone }
  const totals = Object.fromEntries(leftoverKinds.map((kind) => [kind, { count: 0, bytes: 0 }])) as Record<
    LeftoverKind,
    { count: number; bytes: number }
  >
  for (const kind of leftoverKinds) {
    for await (const found of core.store.leftovers.find(kind, rule)) {
      const count = dryRun ? found.ids.length : await remove(core, caller, found)
      if (dryRun && kind === 'list') for (const id of found.ids) gone.add(id as string)
      totals[kind].count += count
      totals[kind].bytes += found.bytes
      await onStep?.(totals)
    }
  }
  return totals
}

/**
 * Rows of a removed account go as a change of no account: a change of theirs would be a leftover of that account again.
 */
function remove(core: Core, caller: ServerCaller, found: Leftovers): Promise<number> {
  const { kind, accountId, ids } = found
  return core.store.write(authorOf(caller, kind === 'row' ? null : accountId), async (tx) => ({
    answer: await tx.leftovers.remove(found),
    change: { noun: 'leftover', verb: 'remove', subject: `${kind} × ${ids.length}`, before: null, after: null },
  }))
}
