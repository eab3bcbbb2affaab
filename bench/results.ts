import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { rounded } from './statistics.ts'

/** The figures that are kept: a file for each table. */
export const resultsFolder = resolve(import.meta.dirname, 'results')

/** When and where a row was measured. */
export interface Circumstances {
  readonly at: string
  readonly commit: string
  readonly machine: string
  /** The load average of the machine when the row was done. */
  readonly load: number
}

/** The tables whose rows are kept. */
export const tableNames = [
  'updates',
  'searches',
  'pages',
  'phones',
  'long',
  'commands',
  'rivals',
  'servers',
  'pbx',
  'registrations',
  'campaigns',
  'bulks',
  'edits',
  'ledger',
] as const

export type KeptTable = (typeof tableNames)[number]

/** A row as it is kept. `case` and `engine` say which row a later one takes the place of. */
export type Kept<R> = R & { readonly measured: Circumstances }

interface Keyed {
  readonly case: string
  readonly engine: string
}

/** The kept rows of a table, none where nothing was measured yet. */
export function readResults<R>(table: KeptTable, folder = resultsFolder): readonly Kept<R>[] {
  const file = join(folder, `${table}.json`)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept<R>[]) : []
}

/** Keeps rows in place of those of the same case and engine, in the order in which cases are named. */
export function keepResults<R extends Keyed>(
  table: KeptTable,
  rows: readonly Kept<R>[],
  order: readonly string[],
  folder = resultsFolder,
): void {
  const isNew = (old: Keyed): boolean => rows.some((row) => row.case === old.case && row.engine === old.engine)
  const all = [...readResults<R>(table, folder).filter((old) => !isNew(old)), ...rows]
  const place = (row: Keyed): number => order.indexOf(row.case) * 2 + (row.engine === 'SQLite' ? 0 : 1)
  const kept = all.filter((row) => order.includes(row.case)).toSorted((one, other) => place(one) - place(other))
  const text = JSON.stringify(kept, (_, value) => (typeof value === 'number' ? rounded(value) : value), 1)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${table}.json`), `${text}\n`)
}

export function circumstances(commit: string): Circumstances {
  const [{ model = 'unknown' } = {}] = cpus()
  return {
    at: new Date().toISOString().slice(0, 16),
    commit,
    machine: `${model.trim()}, ${cpus().length} cores, Node ${process.version}`,
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
  }
}
