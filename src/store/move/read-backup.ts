import type { Engine } from '../engine/engine.ts'
import { newestVersion } from '../engine/migrations.ts'
import type { Table } from '../engine/table.ts'
import type { BackupHead, BackupRecord } from './backup-records.ts'
import { clear, finish, progressOf, type Report } from './fill-book.ts'
import { decodeRows } from './row-bytes.ts'
import type { TableSum } from './table-sum.ts'
import { claim, type OnClaimed } from './unfinished.ts'

/**
 * Reads the first record of a backup.
 *
 * @throws Error when the backup is of a newer version of the schema.
 */
export async function readHead(records: AsyncIterator<BackupRecord>): Promise<BackupHead> {
  const { value: record } = await records.next()
  if (record?.kind !== 'head') throw new Error('it does not begin as a backup does')
  if (record.head.schema > newestVersion()) {
    throw new Error(
      `the book in it has version ${record.head.schema}, this dialbook knows versions up to ${newestVersion()}: ` +
        'restore it with the dialbook that made it, or a newer one',
    )
  }
  return record.head
}

/**
 * Fills an empty book, of the same version as the backup, from the records behind the head. A book that an earlier
 * restore did not finish is emptied first.
 *
 * @throws Error when the book has other tables than the backup or holds another book, and when the rows that arrived
 * are not those that were sent.
 */
export async function readBackup(
  target: Engine,
  head: BackupHead,
  records: AsyncIterable<BackupRecord>,
  report: Report,
  onClaimed: OnClaimed = () => undefined,
): Promise<readonly TableSum[]> {
  const tables = await target.tables(target.reader)
  for (const { name, columns } of head.tables) {
    const table = tables.find((each) => each.name === name)
    if (JSON.stringify(table?.columns) !== JSON.stringify(columns)) {
      throw new Error(`the table ${name} in the backup has another shape than here`)
    }
  }
  await claim(target, tables, head.keyFingerprint)
  onClaimed()
  for (const table of tables) await clear(target, table)
  const done = progressOf('copying', head.tables, report)
  let current: Table | undefined
  let sums: readonly TableSum[] = []
  for await (const record of records) {
    if (record.kind === 'table') current = tables.find(({ name }) => name === record.name)
    if (record.kind === 'sums') sums = record.sums
    if (record.kind === 'rows' && current) {
      const table = current
      const rows = decodeRows(table, record.bytes)
      const batch = { rows: rows.map(({ values }) => values), encoded: rows.map(({ bytes }) => bytes) }
      await target.transaction((session) => session.insertRows(table, batch))
      done(
        table.name,
        rows.length,
        rows.reduce((sum, { longBytes }) => sum + longBytes, 0),
      )
    }
  }
  const lastNumbers = new Map(head.tables.map(({ name, lastNumber }) => [name, lastNumber]))
  await finish(target, sums, lastNumbers, report)
  return sums
}
