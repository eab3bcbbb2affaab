import { execFile } from 'node:child_process'
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
import { startSubject } from './subject.ts'
import { tableOf } from './tables.ts'

/** What is asked of a ledger of so many calls: processor time of the server and time of an answer, milliseconds. */
export interface LedgerRow {
  readonly case: string
  readonly engine: string
  readonly calls: number
  readonly asked: Readonly<Record<string, { readonly cpu: number; readonly time: number }>>
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
const dayMs = 86_400_000

/** Measures ledgers of 10⁵, 10⁶ and 10⁷ calls on SQLite. */
export async function runLedger(sizes: readonly number[] = ledgerSizes): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = []
  for (const size of sizes) {
    console.error(`${size.toLocaleString('en')} calls`)
    rows.push(await measure(size))
    console.error(JSON.stringify(rows.at(-1)))
  }
  return rows
}

async function measure(size: number): Promise<LedgerRow> {
  const subject = await startSubject(here, 'SQLite', 'groups-1')
  try {
    await subject.server.stop()
    const now = Date.now()
    const filling = promisify(execFile)(process.execPath, [
      ...[resolve(import.meta.dirname, 'fill-ledger.ts'), subject.dataDir, String(size), String(now)],
    ])
    track(filling.child)
    await filling
    const load = loadavg()[0] ?? 0
    const serve = [join(here.root, 'bin/dialbook.js'), 'serve', '--port', '0', ...subject.place]
    const server = await startChild(serve)
    const asked: Record<string, { cpu: number; time: number }> = {}
    for (const [name, request] of Object.entries(requests(size, now))) {
      const times: number[] = []
      const cpu = server.cpu()
      for (let turn = 0; turn < repeats; turn++) {
        const since = performance.now()
        await askFor(server.url, request)
        times.push(performance.now() - since)
      }
      // The processor time of a process is counted in steps of 10 ms.
      asked[name] = { cpu: (server.cpu() - cpu) / 1000 / repeats, time: median(times) }
    }
    await server.stop()
    return { case: String(size), engine: 'SQLite', calls: size, asked, ...(await prune(serve, now)), load }
  } finally {
    await subject.stop()
  }
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
    const cpu = pruning.cpu()
    const meanwhile = await beside.during(1, async () => {
      let [last, left] = [Number.NaN, await count(pruning.url)]
      while (last !== left) {
        await new Promise((next) => setTimeout(next, 1000))
        ;[last, left] = [left, await count(pruning.url)]
      }
      pruned -= left
    })
    return { pruned, pruneCpu: (pruning.cpu() - cpu) / Math.max(pruned, 1), others: [alone, meanwhile] }
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
      ...Object.fromEntries(
        names.map((name) => [
          `${name}: cpu, p50 ms`,
          ({ asked }: Kept<LedgerRow>) => `${short(asked[name]?.cpu ?? 0)}, ${short(asked[name]?.time ?? 0)}`,
        ]),
      ),
      'removed as too old': ({ pruned }: Kept<LedgerRow>) => short(pruned),
      'cpu µs of one, with the others': ({ pruneCpu }: Kept<LedgerRow>) => short(pruneCpu),
      'others alone, p50, p99 ms': ({ others: [alone] }: Kept<LedgerRow>) => felt(alone),
      'others meanwhile': ({ others: [, meanwhile] }: Kept<LedgerRow>) => felt(meanwhile),
      'load before': ({ load }: Kept<LedgerRow>) => short(load),
    },
    rows,
  )
}
