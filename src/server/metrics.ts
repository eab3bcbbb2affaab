import type { Counts, Measured, MetricsText } from './counts.ts'
import { RequestCounts } from './request-counts.ts'

/** What the server counts, and its metrics for Prometheus. */
export interface Metrics {
  /** The counts of answered requests. */
  readonly requests: Pick<RequestCounts, 'of'>
  writeDone(noun: string, verb: string): void
  /** The book could not take a write: its disk is full, its database away. */
  writeFailed(): void
  /** A place of the book was read that is damaged. */
  damageFound(table: string): void
  /** Loads the library, which measures the process from then on. The first text does it too. */
  load(): Promise<unknown>
  /** All metrics. */
  text(): Promise<MetricsText>
}

/** Starts counting. */
export function makeMetrics(measured: Measured): Metrics {
  const counts: Counts = { requests: new RequestCounts(), written: new Map(), damaged: new Map(), failedWrites: 0 }
  let loading: Promise<() => Promise<MetricsText>> | undefined
  const load = () => {
    loading ??= import('./metrics-text.ts').then(({ makeMetricsText }) => makeMetricsText(measured, counts))
    return loading
  }
  return {
    load,
    requests: counts.requests,
    writeDone: (noun, verb) => count(counts.written, `${noun} ${verb}`),
    writeFailed() {
      counts.failedWrites++
    },
    damageFound: (table) => count(counts.damaged, table),
    text: async () => (await load())(),
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
