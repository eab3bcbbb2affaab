import type { Value } from '../../engine/value.ts'
import type { Statement } from '../batch.ts'
import { arrayText } from './array-text.ts'
import { rowKey } from './row-locks.ts'
import type { Shape } from './shape.ts'

/**
 * The settings for merged statements. These have one plan, which looks for each row by itself, also in a table of which the database
 * has no statistics yet.
 */
const settings = [
  ['plan_cache_mode', 'force_generic_plan'],
  ['enable_hashjoin', 'off'],
  ['enable_mergejoin', 'off'],
  ['enable_seqscan', 'off'],
] as const

/** Calls that set them, for the transaction. */
export const settingsOfMerged = settings.map(([name, value]) => `set_config('${name}', '${value}', true)`).join(', ')

/** Calls that set them back, for the transaction, to those that the database, its role or the connection has. */
export const usualSettings = settings.map(([name]) => `set_config('${name}', null, true)`).join(', ')

/** A statement without an answer. */
export interface Write extends Statement {
  readonly shape: Shape
}

/**
 * Makes one statement of many with the same SQL, and keeps the order of each job. Of two jobs that write A, B, D and A, C, D it makes A (both),
 * B, C and D (both).
 */
export function mergeWrites(jobs: readonly (readonly Write[])[]): Statement[] {
  const queues = jobs.map((writes) => ({ writes, next: 0 }))
  const left = ({ writes, next }: (typeof queues)[number]): number => writes.length - next
  const merged: Statement[] = []
  for (;;) {
    // The job with most statements left goes first, so that the last statements of all jobs come together.
    let longest = queues[0]
    for (const queue of queues) if (longest && left(queue) > left(longest)) longest = queue
    const first = longest?.writes[longest.next]
    if (!longest || !first) return merged
    const rows: (readonly Value[])[] = []
    const seen = new Set<string>()
    for (const queue of first.shape.merged === undefined ? [longest] : queues) {
      for (;;) {
        const write = queue.writes[queue.next]
        if (write?.sql !== first.sql || (first.shape.merged === undefined && rows.length > 0)) break
        const row = rowOf(write)
        if (row !== undefined && seen.has(row)) break
        if (row !== undefined) seen.add(row)
        rows.push(write.parameters)
        queue.next++
      }
    }
    merged.push(rows.length === 1 ? first : together(first.shape.merged as string, rows))
  }
}

/** One statement with many rows of parameters. */
export function together(merged: string, rows: readonly (readonly Value[])[]): Statement {
  const width = rows[0]?.length ?? 0
  const parameters = Array.from({ length: width }, (_, place) => arrayText(rows.map((row) => row[place] as Value)))
  return { sql: merged, parameters }
}

/** What tells a row that only one write of a statement may change, since a statement changes each row once. */
function rowOf({ shape, parameters }: Write): string | undefined {
  if (shape.kind !== 'update' && shape.kind !== 'upsert') return undefined
  return JSON.stringify([...rowKey(shape.table, shape.key, parameters).values])
}

/**
 * Makes one statement of several that add to the same row. Their last parameter is what is added: 3 and then -1 to the
 * tally of the groups of an account are 2.
 */
export function sumLast(writes: readonly Write[]): Write[] {
  const sums = new Map<string, Write>()
  for (const write of writes) {
    const row = JSON.stringify([write.sql, ...write.parameters.slice(0, -1)])
    const before = sums.get(row)?.parameters.at(-1) ?? 0
    const sum = (before as number) + (write.parameters.at(-1) as number)
    sums.set(row, { ...write, parameters: [...write.parameters.slice(0, -1), sum] })
  }
  return [...sums.values()]
}
