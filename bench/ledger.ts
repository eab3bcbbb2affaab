import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { simotel } from './cases/calls.ts'
import { startChild } from './child.ts'
import { track } from './ending.ts'
import { ledgerDays } from './ledger-calls.ts'
import { type Felt, Others } from './others.ts'
import { short } from './print.ts'
import { type BenchRequest, send } from './request.ts'
import type { Kept } from './results.ts'
import { here } from './revision.ts'
import { median } from './statistics.ts'
import { type EngineName, type Subject, startSubject } from './subject.ts'
import { tableOf } from './tables.ts'

/** What is asked of a ledger of so many calls: processor time of the server and time of an answer, milliseconds. */
export interface LedgerRow {
  readonly case: string
  readonly engine: string
  readonly calls: number
  readonly asked: Readonly<Record<string, { readonly cpu: number; readonly time: number }>>
  readonly exportStart: number
  /** Calls that were removed since they are too old, the processor time of one in microseconds, and another account's small update meanwhile. */
  readonly pruned: number
  readonly pruneCpu: number
  readonly others: readonly [alone: Felt, meanwhile: Felt]
  readonly load: number
}

export const ledgerSizes = [100_000, 1_000_000, 10_000_000]
const repeats = 25
/** Days whose calls are removed: a tenth. */
const prunedDays = 40
/** Milliseconds for which the removal is waited for: of 10⁷ calls it takes minutes. */
const longestPrune = 1_200_000
const dayMs = 86_400_000

/** Measures ledgers of 10⁵, 10⁶ and 10⁷ calls on each engine. */
export async function runLedger(
  sizes: readonly number[] = ledgerSizes,
  engines: readonly EngineName[] = ['SQLite', 'PostgreSQL'],
): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = []
  for (const engine of engines) {
    for (const size of sizes) {
      console.error(`${size.toLocaleString('en')} calls on ${engine}`)
      rows.push(await measure(size, engine))
      console.error(JSON.stringify(rows.at(-1)))
    }
  }
  return rows
}

async function measure(size: number, engine: EngineName): Promise<LedgerRow> {
  const subject = await startSubject(here, engine, 'groups-1')
  try {
    await subject.server.stop()
    const now = Date.now()
    const { dataDir, databaseUrl } = subject
    const filling = promisify(execFile)(process.execPath, [
      ...[resolve(import.meta.dirname, 'fill-ledger.ts'), String(size), String(now), dataDir],
      ...(databaseUrl === undefined ? [] : [databaseUrl]),
    ])
    track(filling.child)
    const filled = performance.now()
    await filling
    console.error(`filled in ${Math.round((performance.now() - filled) / 1000)} s`)
    const load = loadavg()[0] ?? 0
    const serve = [join(here.root, 'bin/dialbook.js'), 'serve', '--port', '0', ...subject.place]
    const server = await startChild(serve)
    const cpuSoFar = () => server.cpu() + subject.databaseCpu()
    const asked: Record<string, { cpu: number; time: number }> = {}
    for (const [name, request] of Object.entries(requests(size, now))) {
      const times: number[] = []
      const cpu = cpuSoFar()
      for (let turn = 0; turn < repeats; turn++) {
        const since = performance.now()
        await askFor(server.url, request)
        times.push(performance.now() - since)
      }
      // The processor time of a process is counted in steps of 10 ms.
      asked[name] = { cpu: (cpuSoFar() - cpu) / 1000 / repeats, time: median(times) }
    }
    await server.stop()
    const exportStart = await startOfExport(subject)
    return { case: String(size), engine, calls: size, asked, exportStart, ...(await prune(serve, now, subject)), load }
  } finally {
    await subject.stop()
  }
}

/** Milliseconds until `calls export` has written its first line, with the start of the program. */
async function startOfExport({ place }: Subject): Promise<number> {
  const args = [join(here.root, 'bin/dialbook.js'), 'calls', 'export', '--account', 'bench', ...place]
  const since = performance.now()
  const child = track(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] }))
  const ended = once(child, 'close')
  await once(child.stdout, 'data')
  const took = performance.now() - since
  child.stdout.destroy()
  child.kill('SIGKILL')
  await ended
  return took
}

/** The answer to a request, which Simotel's dialect may refuse with status 200. */
async function askFor(url: string, request: BenchRequest): Promise<string> {
  const answer = String(await send(url, request))
  if (!answer.startsWith('{"success":1')) throw new Error(answer.slice(0, 300))
  return answer
}

function requests(size: number, now: number): Record<string, BenchRequest> {
  const day = (ago: number): string => new Date(now - ago * dayMs).toISOString().slice(0, 16).replace('T', ' ')
  const range = { from: day(ledgerDays + 1), to: day(-1) }
  const page = (start: number, more: object = {}) => ({
    ...{ conditions: {}, date_range: range, alike: 'false', pagination: { start, count: 20, sorting: {} } },
    ...more,
  })
  return {
    'first page': simotel('reports/cdr/search', page(0)),
    'middle page': simotel('reports/cdr/search', page(size / 2)),
    'last page': simotel('reports/cdr/search', page(size - 20)),
    'by a number': simotel('reports/cdr/search', page(0, { conditions: { from: '2007' } })),
    'by a number, middle': simotel(
      'reports/cdr/search',
      page(Math.floor(size / 4000), { conditions: { from: '2007' } }),
    ),
    'by a day': simotel('reports/cdr/search', page(0, { date_range: { from: day(201), to: day(200) } })),
    'quick, middle': simotel('reports/quick/search', page(size / 2)),
  }
}

async function prune(
  serve: readonly string[],
  now: number,
  { databaseCpu }: Subject,
): Promise<Pick<LedgerRow, 'pruned' | 'pruneCpu' | 'others'>> {
  const server = await startChild(serve)
  const others = await Others.of(server.url)
  const count = async (url: string): Promise<number> => {
    const [request] = Object.values(requests(20, now))
    return JSON.parse(await askFor(url, request as BenchRequest)).data.pagination.total
  }
  let [alone, pruned]: [Felt | undefined, number] = [undefined, 0]
  try {
    alone = await others.alone(5)
    pruned = await count(server.url)
  } finally {
    await others.stop()
    await server.stop()
  }
  const pruning = await startChild([...serve, '--pbx-keep-calls', String(ledgerDays - prunedDays)])
  const beside = await Others.of(pruning.url)
  try {
    const cpuSoFar = () => pruning.cpu() + databaseCpu()
    const cpu = cpuSoFar()
    const meanwhile = await beside.during(1, async () => {
      const expected = Math.ceil((pruned * (ledgerDays - prunedDays)) / ledgerDays)
      const giveUpAt = performance.now() + longestPrune
      let left = await count(pruning.url)
      while (left > expected && performance.now() < giveUpAt) {
        await new Promise((next) => setTimeout(next, 1000))
        left = await count(pruning.url)
      }
      pruned -= left
    })
    return { pruned, pruneCpu: (cpuSoFar() - cpu) / Math.max(pruned, 1), others: [alone, meanwhile] }
  } finally {
    await beside.stop()
    await pruning.stop()
  }
}

export function ledgerTable(rows: readonly Kept<LedgerRow>[]): string {
  const names = Object.keys(rows[0]?.asked ?? {})
  const felt = ({ p50, p99 }: Felt): string => `${short(p50)}, ${short(p99)}`
  return tableOf(
    {
      calls: ({ calls }: Kept<LedgerRow>) => short(calls),
      engine: ({ engine }: Kept<LedgerRow>) => engine,
      ...Object.fromEntries(
        names.map((name) => [
          `${name}: cpu, p50 ms`,
          ({ asked }: Kept<LedgerRow>) => `${short(asked[name]?.cpu ?? 0)}, ${short(asked[name]?.time ?? 0)}`,
        ]),
      ),
      'first line of `calls export`, ms': ({ exportStart }: Kept<LedgerRow>) => short(exportStart),
      'removed as too old': ({ pruned }: Kept<LedgerRow>) => short(pruned),
      'cpu µs of one, with the others': ({ pruneCpu }: Kept<LedgerRow>) => short(pruneCpu),
      'others alone, p50, p99 ms': ({ others: [alone] }: Kept<LedgerRow>) => felt(alone),
      'others meanwhile': ({ others: [, meanwhile] }: Kept<LedgerRow>) => felt(meanwhile),
      'load before': ({ load }: Kept<LedgerRow>) => short(load),
    },
    rows,
  )
}
