import { once } from 'node:events'
import { loadavg } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../test/postgres-server.ts'
import { startBare } from './book.ts'
import type { Child } from './child.ts'
import { type BenchRequest, median, send } from './load.ts'
import { addGroup, fillForLongRequests, type LongRequest, longRequests, simotel } from './long-requests.ts'
import { makePlace, type Place } from './scale/place.ts'
import type { SmallClients } from './small-clients.ts'

/** The figures of one kind of long request: its milliseconds, and those of small requests meanwhile. */
export interface BigBodyResult {
  readonly engine: Place['engine']
  readonly body: string
  readonly megabytes: number
  readonly milliseconds: number
  /**
   * Milliseconds of a bare server that reads and parses the same body, and answers nothing. It takes turns with ours.
   */
  readonly bareParse: number
  readonly others: readonly Latency[]
  readonly memoryPeak: number
  /** The load average of the machine at the end. */
  readonly load: number
}

interface Latency {
  readonly request: string
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const rounds = 5

/**
 * Measures long requests, and their cost to clients that send small ones meanwhile. `words` choose: a long request runs
 * when its name has one of them, and without words all run.
 */
export async function measureBigBodies(words: readonly string[]): Promise<BigBodyResult[]> {
  const bare = await startBare()
  const postgres = postgresIsMissing ? undefined : await startPostgres()
  if (!postgres) console.error(`PostgreSQL is skipped: ${postgresIsMissing}`)
  const names = longRequests('').map(({ name }) => name)
  const chosen = names.filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  const results: BigBodyResult[] = []
  for (const engine of postgres ? [undefined, postgres] : [undefined]) {
    for (const name of chosen) results.push(await measure(name, engine, bare))
  }
  await bare.stop()
  await postgres?.stop()
  return results
}

/** Measures one kind of long request in a server of its own, so that the memory is that of this kind alone. */
async function measure(name: string, postgres: PostgresServer | undefined, bare: Child): Promise<BigBodyResult> {
  const place = await makePlace(postgres)
  await fillForLongRequests(place)
  const server = await place.startServer()
  const small = await addGroup(server, 'small')
  const big = await addGroup(server, 'big')
  const long = longRequests(big).find((each) => each.name === name) as LongRequest
  const worker = new Worker(new URL('./small-clients.ts', import.meta.url), {
    workerData: clientsOf(server.url, small),
  })
  if (long.before) await send(server.url, long.before())
  // The first request starts the thread and warms everything up.
  const first = long.request(0)
  await send(server.url, first, undefined, long.status)
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 1; round <= rounds; round++) {
    const request = long.request(round)
    worker.postMessage('begin')
    ours.push((await send(server.url, request, undefined, long.status)).milliseconds)
    worker.postMessage('end')
    await pause(300)
    if (isParsedByBare(request)) theirs.push((await send(bare.url, { ...request, path: '/' }, 'POST')).milliseconds)
  }
  const others = await latenciesOf(worker)
  await worker.terminate()
  const result = {
    engine: place.engine,
    body: name,
    megabytes: first.body.length / 1e6,
    milliseconds: median(ours),
    bareParse: median(theirs),
    others,
    memoryPeak: server.memory().peak,
    load: loadavg()[0] ?? Number.NaN,
  }
  await server.stop()
  await place.remove()
  printBigBodies([result])
  return result
}

function isParsedByBare({ headers, body }: BenchRequest): boolean {
  return headers['content-type'] === 'application/json' && /^[[{]["{]/.test(body)
}

function clientsOf(url: string, small: string): SmallClients {
  return {
    url,
    requests: {
      read: simotel('groups/search', {
        alike: 'true',
        conditions: { name: '', description: '' },
        pagination: { start: 0, count: 20, sorting: {} },
      }),
      write: simotel('groups/update', { _id: small, numbers: ['1111', '2222', '3333'] }),
    },
  }
}

async function latenciesOf(worker: Worker): Promise<Latency[]> {
  worker.postMessage('report')
  const [times] = (await once(worker, 'message')) as [Record<string, number[]>]
  return Object.entries(times).map(([request, all]) => {
    const sorted = all.toSorted((one, other) => one - other)
    const at = (part: number): number =>
      sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)] ?? Number.NaN
    return { request, count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) }
  })
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** Prints the figures, a row for each long request. */
export function printBigBodies(results: readonly BigBodyResult[]): void {
  const rows = results.map(({ engine, body, megabytes, milliseconds, bareParse, others, memoryPeak, load }) => [
    `${body}, ${engine}`,
    {
      MB: Number(megabytes.toFixed(1)),
      ms: Math.round(milliseconds),
      over: Math.round(milliseconds - bareParse),
      ...Object.fromEntries(
        others.flatMap(({ request, p50, p99, max }) => [
          [`${request} p50`, Number(p50.toFixed(1))],
          [`${request} p99`, Number(p99.toFixed(1))],
          [`${request} max`, Number(max.toFixed(1))],
        ]),
      ),
      'MiB peak': memoryPeak,
      load: Number(load.toFixed(1)),
    },
  ])
  console.table(Object.fromEntries(rows))
}
