/** The upper bounds of the buckets of durations, in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

/** The answers of one operation, or of one route that has none. */
interface Cell {
  readonly byStatus: Map<number, number>
  /** How many answers took as long as each bucket allows and longer than the one before it; the last ones took longer than all. */
  readonly byDuration: number[]
  seconds: number
}

/**
 * Counts answered requests. prom-client looks for its labels in a new text of all of them, which takes longer than the log line: here
 * they are put together when somebody reads.
 */
export class RequestCounts {
  readonly #dialects = new Map<string, Map<string, Cell>>()

  /** Begins a dialect. Returns the function that counts an answer: of an operation, or of a route where there is none. */
  of(dialect: string): (route: string, status: number, seconds: number) => void {
    const cells = this.#dialects.get(dialect) ?? new Map<string, Cell>()
    this.#dialects.set(dialect, cells)
    return (route, status, seconds) => {
      let cell = cells.get(route)
      if (!cell) {
        cell = { byStatus: new Map(), byDuration: Array.from({ length: bounds.length + 1 }, () => 0), seconds: 0 }
        cells.set(route, cell)
      }
      cell.byStatus.set(status, (cell.byStatus.get(status) ?? 0) + 1)
      let bucket = 0
      while (bucket < bounds.length && seconds > (bounds[bucket] as number)) bucket++
      ;(cell.byDuration[bucket] as number)++
      cell.seconds += seconds
    }
  }

  /** The counters in Prometheus' text format. */
  text(): string {
    const cells = [...this.#dialects].flatMap(([dialect, routes]) =>
      [...routes].map(([route, cell]) => ({ labels: `dialect="${escaped(dialect)}",route="${escaped(route)}"`, cell })),
    )
    const counts = cells.flatMap(({ labels, cell }) =>
      [...cell.byStatus].map(([status, count]) => `dialbook_requests_total{${labels},status="${status}"} ${count}`),
    )
    return [
      '# HELP dialbook_requests_total Answered requests.',
      '# TYPE dialbook_requests_total counter',
      ...counts,
      '',
      '# HELP dialbook_request_duration_seconds Time from the head of a request to the end of its answer.',
      '# TYPE dialbook_request_duration_seconds histogram',
      ...cells.flatMap(({ labels, cell }) => histogram('dialbook_request_duration_seconds', labels, cell)),
      '',
    ].join('\n')
  }
}

function histogram(name: string, labels: string, { byDuration, seconds }: Cell): string[] {
  let count = 0
  const buckets = [...bounds, '+Inf'].map((bound, index) => {
    count += byDuration[index] ?? 0
    return `${name}_bucket{le="${bound}",${labels}} ${count}`
  })
  return [...buckets, `${name}_sum{${labels}} ${seconds}`, `${name}_count{${labels}} ${count}`]
}

function escaped(label: string): string {
  return label.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')
}
