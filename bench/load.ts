import { Agent, request } from 'node:http'
import autocannon from 'autocannon'

/** A request, as both servers get it. */
export interface BenchRequest {
  /** `POST` when absent. */
  readonly method?: 'GET' | 'PUT'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The figures of a round of load. */
export interface Rate {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly requests: number
}

/** Sends the request over and over on some connections for some seconds. Any answer but 200 is an error. */
export async function measureRate(
  url: string,
  what: BenchRequest,
  connections: number,
  seconds: number,
): Promise<Rate> {
  const result = await autocannon({
    url: url + what.path,
    method: what.method ?? 'POST',
    headers: { ...what.headers },
    body: what.body,
    connections,
    duration: seconds,
  })
  if (result.non2xx + result.errors > 0)
    throw new Error(`${result.non2xx + result.errors} requests failed at ${what.path}`)
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    requests: result.requests.total,
  }
}

const agent = new Agent({ keepAlive: true })

/**
 * Sends the request once, and expects a success or the given status. Returns the answer, and the milliseconds from the
 * first byte sent to the last one received.
 */
export function send(
  url: string,
  what: BenchRequest,
  method: string = what.method ?? 'POST',
  status?: number,
): Promise<{ body: Buffer; milliseconds: number }> {
  return new Promise((resolve, reject) => {
    const body = Buffer.from(what.body)
    const started = performance.now()
    const outgoing = request(
      url + what.path,
      { method, agent, headers: { ...what.headers, 'content-length': body.length } },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => {
          const milliseconds = performance.now() - started
          const isExpected = status
            ? response.statusCode === status
            : Math.floor((response.statusCode ?? 0) / 100) === 2
          if (isExpected) resolve({ body: Buffer.concat(parts), milliseconds })
          else reject(new Error(`${what.path} was answered with ${response.statusCode}`))
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
