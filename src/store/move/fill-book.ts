import type { Engine, Session } from '../engine/engine.ts'
import type { Table } from '../engine/table.ts'
import { batchesOf, deleteRange, measure, type Range } from './table-rows.ts'
import { Summing, type TableSum } from './table-sum.ts'
import { release } from './unfinished.ts'

/** The progress of a copy, a backup or a restore: rows and bytes of all tables that are done, of all that there are. */
export interface Progress {
  readonly phase: 'copying' | 'verifying'
  readonly table: string
  readonly rows: number
  readonly ofRows: number
  readonly bytes: number
  readonly ofBytes: number
}

/** Hears of the progress after each batch. The work ends there when it throws. */
export type Report = (progress: Progress) => void

export interface Total {
  readonly rows: number
  readonly bytes: number
}

export type Done = (table: string, rows: number, bytes: number) => void

/** Makes a function that adds each batch to the progress of all tables, and reports it. */
export function progressOf(phase: Progress['phase'], totals: readonly Total[], report: Report): Done {
  let [rows, bytes] = [0, 0]
  const total = {
    rows: totals.reduce((sum, each) => sum + each.rows, 0),
    bytes: totals.reduce((sum, each) => sum + each.bytes, 0),
  }
  return (table, moreRows, moreBytes) => {
    rows += moreRows
    bytes += moreBytes
    report({ phase, table, rows, ofRows: total.rows, bytes, ofBytes: total.bytes })
  }
}

export async function totalsOf(session: Session, tables: readonly Table[]): Promise<Total[]> {
  const totals: Total[] = []
  for (const table of tables) totals.push(await measure(session, table))
  return totals
}

/**
 * Reads all rows of a book that was filled, and opens it for use when their sums are those of the source: numbers go on
 * where they ended there, and the mark of an unfinished book goes.
 *
 * @throws Error when the sums differ. The mark stays then.
 */
export async function finish(
  target: Engine,
  sums: readonly TableSum[],
  lastNumbers: ReadonlyMap<string, number>,
  report: Report,
): Promise<void> {
  const tables = await target.tables(target.reader)
  const done = progressOf('verifying', await totalsOf(target.reader, tables), report)
  const wrong: string[] = []
  for (const table of tables) {
    const summing = new Summing()
    for await (const { encoded, bytes } of batchesOf(target.reader, table)) {
      summing.add(encoded)
      done(table.name, encoded.length, bytes)
    }
    const [there, sent] = [summing.of(table.name), sums.find(({ name }) => name === table.name)]
    if (there.rows !== sent?.rows || there.checksum !== sent.checksum) {
      wrong.push(`${table.name} (${there.rows} rows of ${sent?.rows ?? 0})`)
    }
  }
  if (wrong.length > 0) {
    throw new Error(
      `the rows that arrived are not those that were sent, in ${wrong.join(', ')}: ` +
        'see that nothing else writes there, and run the same command again',
    )
  }
  await target.transaction(async (session) => {
    for (const table of tables) await target.continueAfter(session, table, lastNumbers.get(table.name) ?? 0)
    await release(session)
  })
  await target.refreshStatistics()
}

/** Removes the rows of a range, one batch in a transaction. */
export async function clear(target: Engine, table: Table, range: Range = {}): Promise<void> {
  let { after } = range
  for await (const { upTo } of batchesOf(target.reader, table, range)) {
    await target.transaction((session) => deleteRange(session, table, { after, upTo }))
    after = upTo
  }
}
