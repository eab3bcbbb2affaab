import { type Damage, Damaged, describeDamage } from '../../core/damage/damage.ts'
import { References } from '../checks/references.ts'
import { rowCheckOf } from '../checks/row-check.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { readFact } from '../engine/facts.ts'
import type { Table } from '../engine/table.ts'
import { writeBackupFile } from './backup-file.ts'
import type { BackedUpTable, BackupRecord } from './backup-records.ts'
import { progressOf, type Report } from './fill-book.ts'
import { encodeRow } from './row-bytes.ts'
import { measure, rowsOf } from './table-rows.ts'
import { Summing, type TableSum } from './table-sum.ts'
import { refuseUnfinished } from './unfinished.ts'

export interface BackupOptions {
  /** The version of the book's schema. */
  readonly schema: number
  readonly madeAt: number
  /** The key of the book, for a backup that is to hold it. */
  readonly key?: string | undefined
  readonly report: Report
  /** Hears of each damaged row, which is left out. Without it damage is refused. */
  readonly onLeftOut?: ((damage: Damage) => void) | undefined
}

/**
 * Writes the book into a file from which any engine can restore it: as the book is at one moment, while servers go on
 * writing to it. Every row is verified before it is written. Without a damaged row that is left out, what points at it stays: a
 * book that is restored from the file shows nothing in its place either.
 *
 * @throws Error when there is damage, unless it is to be left out.
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
  { schema, madeAt, key, report, onLeftOut = refuse }: BackupOptions,
  sums: TableSum[],
): AsyncGenerator<BackupRecord> {
  const tables = await source.tables(session)
  const described: BackedUpTable[] = []
  for (const table of tables) described.push(await describe(source, session, table))
  const keyFingerprint = (await readFact(session, 'key')) ?? ''
  yield { kind: 'head', head: { schema, madeAt, keyFingerprint, key, tables: described } }
  const done = progressOf('copying', described, report)
  const references = new References(session)
  for (const table of tables) {
    const summing = new Summing()
    const check = rowCheckOf(table)
    yield { kind: 'table', name: table.name }
    try {
      for await (const { rows, bytes } of rowsOf(session, table)) {
        for await (const damage of references.missingIn(table, rows)) onLeftOut(damage)
        const encoded: Buffer[] = []
        for (const values of rows) {
          const damage = check(values)
          if (damage) onLeftOut(damage)
          else encoded.push(encodeRow(table, values))
        }
        summing.add(encoded)
        yield { kind: 'rows', bytes: Buffer.concat(encoded) }
        done(table.name, rows.length, bytes)
      }
    } catch (error) {
      if (!(error instanceof Damaged)) throw error
      // The rest of the table cannot be read.
      onLeftOut({ ...error.damage, table: table.name })
    }
    sums.push(summing.of(table.name))
  }
  yield { kind: 'sums', sums }
}

function refuse(damage: Damage): never {
  throw new Error(
    `it is damaged: ${describeDamage(damage)}; \`dialbook verify\` names all damage, --skip-damaged leaves it out of the backup`,
  )
}

async function describe(source: Engine, session: Session, table: Table): Promise<BackedUpTable> {
  const { name, columns } = table
  return { name, columns, ...(await measure(session, table)), lastNumber: await source.lastNumber(session, table) }
}
