import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bulksTable } from './bulks.ts'
import { editsTable } from './edits.ts'
import { ledgerTable } from './ledger.ts'
import { campaignsTable, pbxTable, registrationsTable } from './pbx/table.ts'
import { type Line, plot } from './plot.ts'
import { type KeptTable, readResults, tableNames } from './results.ts'
import { here } from './revision.ts'
import { rivalsTable, serversTable } from './rivals/tables.ts'
import type { RequestRow } from './row.ts'
import { caseTables, elsewhereLine, growthTable } from './tables.ts'

const page = join(here.root, 'docs/performance.md')
const plotFile = join(here.root, 'docs/growth.svg')
const marked = /(<!-- table: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g

/** Writes the tables of docs/performance.md, and its plot, from the kept figures. */
export function writeDocs(): void {
  const { text, svg } = docsOfResults(readFileSync(page, 'utf8'))
  writeFileSync(page, text)
  writeFileSync(plotFile, svg)
}

/** The page with its marked tables made of the kept figures, and the plot. */
export function docsOfResults(text: string): { readonly text: string; readonly svg: string } {
  return {
    text: text.replaceAll(
      marked,
      (_, begin: string, name: string, end: string) => `${begin}\n${tableNamed(name)}\n\n${end}`,
    ),
    svg: plot('Processor time of a request', 'groups in the book', 'cpu µs', linesOf(growth())),
  }
}

/** A table, and under it which of its rows are of another machine than most of the page. */
function tableNamed(name: string): string {
  if (name === 'growth') return growthTable(growth())
  if (!tableNames.includes(name as KeptTable)) throw new Error(`there is no table ${name}`)
  const table = name as KeptTable
  const make: (rows: never) => string = tables[table]
  const rows = readResults(table)
  return [make(rows as never), elsewhereLine(rows, usualMachine())].join('\n').trimEnd()
}

/** How the rows of each kept table become a table in Markdown. */
const tables: Readonly<Record<KeptTable, (rows: never) => string>> = {
  ...caseTables,
  bulks: bulksTable,
  edits: editsTable,
  ledger: ledgerTable,
  campaigns: campaignsTable,
  registrations: registrationsTable,
  pbx: pbxTable,
  rivals: rivalsTable,
  servers: serversTable,
}

/** The machine that most rows are of. */
function usualMachine(): string {
  const all = tableNames.flatMap((table) => readResults(table)).map(({ measured }) => measured.machine)
  const counts = Map.groupBy(all, (machine) => machine)
  return [...counts.values()].toSorted((one, other) => other.length - one.length)[0]?.[0] ?? ''
}

function growth() {
  return (['updates', 'searches', 'pages'] as const)
    .flatMap((table) => readResults<RequestRow>(table))
    .filter(({ series }) => series !== null)
    .toSorted((one, other) => (one.series?.size ?? 0) - (other.series?.size ?? 0))
}

function linesOf(rows: readonly RequestRow[]): Line[] {
  const names = [...new Set(rows.map(({ series }) => series?.name ?? ''))]
  return names.flatMap((name) =>
    (['SQLite', 'PostgreSQL'] as const).map((engine) => ({
      name,
      isDashed: engine === 'PostgreSQL',
      points: rows
        .filter((row) => row.series?.name === name && row.engine === engine)
        .map(({ series, cpu }) => ({ x: series?.size ?? 1, y: cpu })),
    })),
  )
}
