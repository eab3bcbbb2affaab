import type { Felt } from './others.ts'
import { short } from './print.ts'
import type { Kept } from './results.ts'
import type { CommandRow, RequestRow } from './row.ts'
import type { Spread } from './statistics.ts'

type Cells<R> = Readonly<Record<string, (row: R) => string>>

const ofRequest = {
  engine: ({ engine }) => engine,
  clients: ({ connections }) => String(connections),
  'cpu µs': ({ cpu }) => short(cpu),
  'p50, p99 ms': ({ p50, p99 }) => `${short(p50)}, ${short(p99)}`,
} satisfies Cells<RequestRow>

const alone = ({ others: [felt] }: { readonly others: readonly Felt[] }) =>
  felt ? `${short(felt.p50)}, ${short(felt.p99)}` : ''

const updates: Cells<RequestRow> = {
  request: ({ title }) => title,
  ...ofRequest,
  'a second': ({ perSecond }) => short(perSecond),
  'bare, a second': ({ bare }) => short(bare?.perSecond ?? Number.NaN),
  ratio: ({ ratio }) => spreadCell(ratio),
  goal: (row) => goalCell(row, '≥'),
}

const searches: Cells<RequestRow> = {
  search: ({ title }) => title,
  engine: ofRequest.engine,
  'cpu µs': ofRequest['cpu µs'],
  'p50, p99 ms': ofRequest['p50, p99 ms'],
  'others alone': alone,
  'beside 1': (row) => besideCell(row, 1),
  'beside 16': (row) => besideCell(row, 16),
}

const pages: Cells<RequestRow> = {
  page: ({ title }) => title,
  ...ofRequest,
  ratio: ({ ratio }) => spreadCell(ratio),
  goal: (row) => goalCell(row, '≥'),
  'others alone': alone,
  'beside 16': (row) => besideCell(row, 16),
}

const phones: Cells<RequestRow> = {
  call: ({ title }) => title,
  engine: ofRequest.engine,
  'cpu µs': ofRequest['cpu µs'],
  'p50, p99 ms': ofRequest['p50, p99 ms'],
  ratio: ({ ratio }) => spreadCell(ratio),
  'others alone': alone,
  'beside 16': (row) => besideCell(row, 16),
}

const long: Cells<RequestRow> = {
  request: ({ title }) => title,
  engine: ofRequest.engine,
  ms: ({ p50 }) => short(p50),
  'cpu ms': ({ cpu }) => short(cpu / 1000),
  'ms over bare': ({ p50, bare }) => (bare ? short(p50 - bare.p50) : ''),
  'ratio of time': ({ ratio }) => spreadCell(ratio),
  goal: (row) => goalCell(row, '≤'),
  'peak MiB': ({ memoryPeak }) => short(memoryPeak),
  'others alone': alone,
  beside: (row) => besideCell(row, 1),
}

const commands: Cells<CommandRow> = {
  command: ({ title }) => title,
  seconds: ({ seconds }) => short(seconds),
  'cpu s': ({ cpuSeconds }) => short(cpuSeconds),
  'lines a second': ({ linesPerSecond }) => short(linesPerSecond),
  'peak MiB': ({ memoryPeak }) => short(memoryPeak),
  'others alone': alone,
  beside: (row) => besideCell(row, 1),
}

/** The tables of cases, by the name under which their rows are kept. */
export const caseTables = {
  updates: (rows: readonly Kept<RequestRow>[]) => tableOf(updates, rows),
  searches: (rows: readonly Kept<RequestRow>[]) => tableOf(searches, rows.filter(isNoPointOnly)),
  pages: (rows: readonly Kept<RequestRow>[]) => tableOf(pages, rows.filter(isNoPointOnly)),
  phones: (rows: readonly Kept<RequestRow>[]) => tableOf(phones, rows),
  long: (rows: readonly Kept<RequestRow>[]) => tableOf(long, rows),
  commands: (rows: readonly Kept<CommandRow>[]) => tableOf(commands, rows),
} as const

/** A table in Markdown, and under it when and where its rows were measured. */
export function tableOf<R>(cells: Cells<R>, rows: readonly Kept<R>[]): string {
  if (rows.length === 0) return 'Not measured yet.'
  const names = Object.keys(cells)
  const lines = [names, names.map(() => '---'), ...rows.map((row) => names.map((name) => cells[name]?.(row) ?? ''))]
  return [...lines.map((line) => `| ${line.join(' | ')} |`), '', measuredLine(rows)].join('\n')
}

/** The cost of the same request in books of several sizes: a row for each line of the plot. */
export function growthTable(rows: readonly Kept<RequestRow>[]): string {
  const points = rows.flatMap((row) => (row.series ? [{ row, ...row.series }] : []))
  if (points.length === 0) return 'Not measured yet.'
  const sizes = [...new Set(points.map(({ size }) => size))].toSorted((one, other) => one - other)
  const lines = [...new Set(points.map(({ name, row }) => `${name} | ${row.engine}`))]
  const cell = (line: string, size: number): string => {
    const point = points.find((one) => `${one.name} | ${one.row.engine}` === line && one.size === size)
    return point ? short(point.row.cpu) : ''
  }
  return [
    `| cpu µs among so many groups | engine | ${sizes.map((size) => size.toLocaleString('en')).join(' | ')} |`,
    `|---|---|${sizes.map(() => '---|').join('')}`,
    ...lines.map((line) => `| ${[line, ...sizes.map((size) => cell(line, size))].join(' | ')} |`),
  ].join('\n')
}

/** Rows of smaller books are there for the plot. */
function isNoPointOnly({ series }: RequestRow): boolean {
  return series === null || series.size >= 100_000
}

function measuredLine(rows: readonly Kept<unknown>[]): string {
  const each = rows.map(({ measured }) => measured)
  const distinct = (values: readonly string[]): string => [...new Set(values)].toSorted().join(', ')
  const loads = each.map(({ load }) => load)
  const days = distinct(each.map(({ at }) => at.slice(0, 10)))
  const load = `${Math.min(...loads)} to ${Math.max(...loads)}`
  return `Measured on ${days}, revision ${distinct(each.map(({ commit }) => commit))}, ${distinct(each.map(({ machine }) => machine))}, at a load of ${load}.`
}

/** A sentence for figures of another machine than this one; empty where there are none. */
export function elsewhereLine(rows: readonly Kept<unknown>[], machine: string): string {
  const others = rows.filter(({ measured }) => measured.machine !== machine).length
  if (others === 0) return ''
  const which = others === rows.length ? 'All of these rows are' : `${others} of these ${rows.length} rows are`
  return `**${which} of another machine than most of this page**, and compare with each other only.`
}

function spreadCell(spread: Spread | null): string {
  return spread ? `${short(spread.median)} (${short(spread.least)} to ${short(spread.most)})` : ''
}

function goalCell({ goal, ratio }: RequestRow, sign: '≥' | '≤'): string {
  if (goal === null || ratio === null) return ''
  const isReached = sign === '≥' ? ratio.median >= goal : ratio.median <= goal
  return `${sign} ${goal}: ${isReached ? 'yes' : '**no**'}`
}

function besideCell({ others }: { readonly others: readonly Felt[] }, clients: number): string {
  const [first] = others
  const felt = others.find((each) => each.clients === clients)
  return first && felt ? `×${short(felt.p50 / first.p50)}, ×${short(felt.p99 / first.p99)}` : ''
}
