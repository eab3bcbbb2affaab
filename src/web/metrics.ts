import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** An answered request, as it is counted. */
export interface AnsweredRequest {
  readonly dialect: string
  /** The operation, or the route where there is none. */
  readonly route: string
  readonly status: number
  readonly seconds: number
}

/** What the server counts, for Prometheus. */
export interface Metrics {
  readonly contentType: string
  requestAnswered(request: AnsweredRequest): void
  writeDone(noun: string, verb: string): void
  /** The book could not take a write: its disk is full, its database away. */
  writeFailed(): void
  text(): Promise<string>
}

const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Starts counting. `storeSize` is asked when somebody reads the metrics. */
export function makeMetrics(storeSize: () => Promise<number>): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'dialbook_requests_total',
    help: 'Answered requests.',
    labelNames: ['dialect', 'route', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: 'dialbook_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer.',
    labelNames: ['dialect', 'route'],
    buckets: durationBuckets,
    registers,
  })
  const writes = new Counter({
    name: 'dialbook_writes_total',
    help: 'Changes that this server committed to the book.',
    labelNames: ['noun', 'verb'],
    registers,
  })
  const failedWrites = new Counter({
    name: 'dialbook_writes_failed_total',
    help: 'Writes that the book could not take: its disk was full, its database away.',
    registers,
  })
  new Gauge({
    name: 'dialbook_store_bytes',
    help: 'Bytes that the book takes on disk.',
    registers,
    async collect() {
      // The other figures are wanted most when the store does not answer.
      this.set(await storeSize().catch(() => Number.NaN))
    },
  })
  return {
    contentType: registry.contentType,
    requestAnswered({ dialect, route, status, seconds }) {
      requests.inc({ dialect, route, status })
      durations.observe({ dialect, route }, seconds)
    },
    writeDone: (noun, verb) => writes.inc({ noun, verb }),
    writeFailed: () => failedWrites.inc(),
    text: () => registry.metrics(),
  }
}
