import type { Engine, Session } from '../engine/engine.ts'
import { readFact } from '../engine/facts.ts'
import type { Table } from '../engine/table.ts'
import { writeBackupFile } from './backup-file.ts'
import type { BackedUpTable, BackupRecord } from './backup-records.ts'
import { progressOf, type Report } from './fill-book.ts'
import { batchesOf, measure } from './table-rows.ts'
import { Summing, type TableSum } from './table-sum.ts'
import { refuseUnfinished } from './unfinished.ts'

export interface BackupOptions {
  /** The version of the book's schema. */
  readonly schema: number
  readonly madeAt: number
  /** The key of the book, for a backup that is to hold it. */
  readonly key?: string | undefined
  readonly report: Report
}

/**
 * Writes the book into a file from which any engine can restore it: as the book is at one moment, while servers go on
 * writing to it.
 */
export async function writeBackup(source: Engine, file: string, options: BackupOptions): Promise<readonly TableSum[]> {
  return source.snapshot(async (session) => {
    await refuseUnfinished(session)
    const sums: TableSum[] = []
    await writeBackupFile(file, recordsOf(source, session, options, sums))
    return sums
  })
}

async function* recordsOf(
  source: Engine,
  session: Session,
  { schema, madeAt, key, report }: BackupOptions,
  sums: TableSum[],
): AsyncGenerator<BackupRecord> {
  const tables = await source.tables(session)
  const described: BackedUpTable[] = []
  for (const table of tables) described.push(await describe(source, session, table))
  const keyFingerprint = (await readFact(session, 'key')) ?? ''
  yield { kind: 'head', head: { schema, madeAt, keyFingerprint, key, tables: described } }
  const done = progressOf('copying', described, report)
  for (const table of tables) {
    const summing = new Summing()
    yield { kind: 'table', name: table.name }
    for await (const { encoded, bytes } of batchesOf(session, table)) {
      summing.add(encoded)
      yield { kind: 'rows', bytes: Buffer.concat(encoded) }
      done(table.name, encoded.length, bytes)
    }
    sums.push(summing.of(table.name))
  }
  yield { kind: 'sums', sums }
}

async function describe(source: Engine, session: Session, table: Table): Promise<BackedUpTable> {
  const { name, columns } = table
  return { name, columns, ...(await measure(session, table)), lastNumber: await source.lastNumber(session, table) }
}
