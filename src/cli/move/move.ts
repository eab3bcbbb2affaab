import type { Moved, Mover } from '../../app.ts'
import { type CommonOptions, type Outcome, print, warn } from '../command.ts'
import type { Edge } from '../edge.ts'
import { table } from '../table.ts'
import { showProgress } from './show-progress.ts'

/** Runs the work that moves a book, shows how far it has come, and prints the tables that were moved. */
export async function move(
  edge: Edge,
  options: CommonOptions,
  work: (mover: Mover) => Promise<Moved>,
  describe: (moved: Moved) => string,
): Promise<void> {
  const progress = showProgress(edge)
  const moved = await work({
    pid: edge.pid,
    report: progress.report,
    warn: (warning) => warn(edge, [warning]),
  }).finally(progress.end)
  print(edge, options, outcomeOf(moved, describe(moved), edge.outWidth))
}

function outcomeOf(moved: Moved, sentence: string, width: Edge['outWidth']): Outcome {
  const rows = moved.tables.map(({ name, rows, checksum }) => [name, String(rows), checksum.slice(0, 16)])
  return {
    text: `${table(['TABLE', { title: 'ROWS', isCount: true }, 'CHECKSUM'], rows, width)}\n${sentence}`,
    json: moved,
  }
}
