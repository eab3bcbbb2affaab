import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { addCredential } from '../src/core/credential/add-credential.ts'
import { buildBook, headers, startBare, startServer } from './book.ts'
import { type BenchRequest, median, send } from './load.ts'
import type { SmallClients } from './small-clients.ts'

/** One kind of long body: milliseconds of the whole request, and what small requests took meanwhile. */
export interface BigBodyResult {
  readonly body: string
  readonly megabytes: number
  readonly milliseconds: number
  /** A bare server that reads and parses the same body, and answers nothing. */
  readonly bareParse: number
  readonly others: readonly Latency[]
  readonly memoryPeak: number
}

interface Latency {
  readonly request: string
  readonly count: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const rounds = 7
const numbers = 1_000_000
const lox24Key = '1234567:0123456789abcdef0123456789abcdef'
const lox24Headers = { 'x-lox24-auth-token': lox24Key, 'content-type': 'application/json', accept: 'application/json' }

/** Measures what a million numbers in one request cost those who ask for little meanwhile. */
export async function measureBigBodies(): Promise<BigBodyResult[]> {
  const bare = await startBare()
  const results: BigBodyResult[] = []
  for (const kind of ['nothing', ...Object.keys(bodies)]) {
    const book = await buildBook(1000, async (core, accountId) => {
      await addCredential(core, { accountId, dialect: 'lox24', scheme: 'token', token: lox24Key })
    })
    const server = await startServer(book.dataDir)
    const small = await addGroup(server.url)
    const big = await addGroup(server.url)
    const clients: SmallClients = {
      url: server.url,
      requests: {
        read: call('groups/search', {
          alike: 'true',
          conditions: { name: '', description: '' },
          pagination: { start: 0, count: 20, sorting: {} },
        }),
        write: call('groups/update', { _id: small, numbers: ['1111', '2222', '3333'] }),
      },
    }
    const request = bodies[kind]?.(big)
    const worker = new Worker(new URL('./small-clients.ts', import.meta.url), { workerData: clients })
    // The first one starts the thread and warms all of it up.
    if (request) await send(server.url, request)
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < rounds; round++) {
      worker.postMessage('begin')
      if (request) ours.push((await send(server.url, request)).milliseconds)
      else await pause(1000)
      worker.postMessage('end')
      await pause(300)
    }
    const others = await latenciesOf(worker)
    await worker.terminate()
    const isJson = request?.headers['content-type'] === 'application/json'
    for (let round = 0; isJson && round < rounds; round++) {
      theirs.push((await send(bare.url, { ...request, path: '/' }, 'POST')).milliseconds)
    }
    results.push({
      body: kind,
      megabytes: (request?.body.length ?? 0) / 1e6,
      milliseconds: median(ours),
      bareParse: median(theirs),
      others,
      memoryPeak: server.memory().peak,
    })
    await server.stop()
    await book.remove()
  }
  await bare.stop()
  return results
}

/** The requests, by name, for the group of that hex id; the group is the second of its account after 1000 others. */
const bodies: Readonly<Record<string, (hexId: string) => BenchRequest>> = {
  'Simotel groups/update': (hexId) => call('groups/update', { _id: hexId, numbers: phones() }),
  'Simotel groups/upload': () => upload(phones().join('\n')),
  'LOX24 PUT /groups/1002': () => ({
    method: 'PUT',
    path: '/groups/1002',
    headers: lox24Headers,
    body: JSON.stringify({ phones: phones().map((phone) => ({ phone: `+${phone}` })) }),
  }),
  'the same, column a': () => ({
    method: 'PUT',
    path: '/groups/1002',
    headers: lox24Headers,
    body: JSON.stringify({ phones: phones().map((phone, index) => ({ phone: `+${phone}`, a: `Name ${index}` })) }),
  }),
}

/** In no order, and no two alike. */
function phones(): string[] {
  return Array.from({ length: numbers }, (_, index) => String(989_120_000_000 + ((index * 7919) % 1_000_003)))
}

function call(operation: string, body: object): BenchRequest {
  return { path: `/api/v4/autodialer/${operation}`, headers, body: JSON.stringify(body) }
}

function upload(content: string): BenchRequest {
  const boundary = 'bench-boundary'
  return {
    path: '/api/v4/autodialer/groups/upload',
    headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    body:
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n` +
      `${content}\r\n--${boundary}--\r\n`,
  }
}

async function addGroup(url: string): Promise<string> {
  const answer = await send(url, call('groups/add', { name: 'bench' }))
  return JSON.parse(answer.body.toString()).data._id
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

/** Prints the figures, a row for each long body. */
export function printBigBodies(results: readonly BigBodyResult[]): void {
  const rows = results.map(({ body, megabytes, milliseconds, bareParse, others, memoryPeak }) => [
    body,
    {
      MB: Number(megabytes.toFixed(1)),
      ms: Math.round(milliseconds),
      'bare ms': Math.round(bareParse),
      ...Object.fromEntries(
        others.flatMap(({ request, p50, p99, max }) => [
          [`${request} p50`, Number(p50.toFixed(1))],
          [`${request} p99`, Number(p99.toFixed(1))],
          [`${request} max`, Number(max.toFixed(1))],
        ]),
      ),
      'MiB peak': memoryPeak,
    },
  ])
  console.table(Object.fromEntries(rows))
}
