import { rowOf } from '../checks/row-check.ts'
import type { Row } from '../engine/value.ts'
import { readBackupFile } from './backup-file.ts'
import type { BackedUpTable } from './backup-records.ts'
import { readHead } from './read-backup.ts'
import { decodeRows } from './row-bytes.ts'

/** A row of a backup, with its table. */
export interface BackedUpRow {
  readonly table: string
  readonly row: Row
}

/**
 * The rows of some tables in a backup, in the order of the tables' names. All of the file is checked before the first row.
 *
 * @throws Error for a file that is no whole backup, and for a backup of a book with another key.
 */
export async function* rowsOfBackup(
  file: string,
  keyFingerprint: string,
  tables: ReadonlySet<string>,
): AsyncGenerator<BackedUpRow> {
  const records = readBackupFile(file)
  try {
    const head = await readHead(records)
    if (head.keyFingerprint !== keyFingerprint) throw new Error('it is a backup of another book')
    let current: BackedUpTable | undefined
    for await (const record of records) {
      if (record.kind === 'table') current = head.tables.find(({ name }) => name === record.name && tables.has(name))
      if (record.kind !== 'rows' || !current) continue
      for (const { values } of decodeRows(current, record.bytes))
        yield { table: current.name, row: rowOf(current, values) }
    }
  } finally {
    await records.return(undefined)
  }
}
