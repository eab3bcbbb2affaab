import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { leftoverKinds } from '../core/leftover/leftover.ts'
import { type PruneReport, pruneLeftovers } from '../core/leftover/prune-leftovers.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger } from './command.ts'
import type { Edge } from './edge.ts'

interface PruneOptions extends CommonOptions {
  readonly keepDays: number
  readonly dryRun?: boolean
}

const usualDays = 90

/** Milliseconds between two steps, in which the writes of a running server get their turn. */
const restMs = 10

/** Steps between two lines of progress. */
const toldEvery = 20

/** `dialbook prune` */
export function addPrune(program: Command, edge: Edge): void {
  addCommand(program, 'prune', 'Forgets old changes, and removes the lists that nothing can bring back any more.')
    .option('--keep-days <days>', 'The days for which a change stays, and can be undone.', positiveInteger, usualDays)
    .option('--dry-run', 'Only count what would go.')
    .action(({ keepDays, dryRun = false, ...options }: PruneOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        let steps = 0
        const report = await pruneLeftovers(core, owner, {
          keepDays,
          dryRun,
          async onStep(soFar) {
            if (++steps % toldEvery === 0) edge.err(`${describe(soFar)}\n`)
            if (!dryRun) await pause(restMs)
          },
        })
        return {
          text: `${dryRun ? 'would remove' : 'removed'} ${describe(report)}`,
          json: { dryRun, keepDays, ...report },
        }
      }),
    )
}

function describe(report: PruneReport): string {
  const bytes = leftoverKinds.reduce((sum, kind) => sum + report[kind].bytes, 0)
  // Rows of removed accounts are rare, so they are named only where there are some.
  const told = leftoverKinds.filter((kind) => kind !== 'row' || report.row.count > 0)
  const counts = told.map((kind) => `${report[kind].count} ${plurals[kind]}`)
  return `${counts.join(', ')}: ${(bytes / 1e6).toFixed(1)} MB`
}

const plurals = {
  change: 'changes',
  row: 'rows of removed accounts',
  upload: 'uploads',
  preview: 'previews of imports',
  list: 'lists',
  chunk: 'chunks',
  leaf: 'leaves',
} as const
