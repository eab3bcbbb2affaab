import type { ImportProgress } from '../../core/import/import-options.ts'
import type { Edge } from '../edge.ts'

/** Milliseconds between two lines of progress. */
const usualEvery = 200

/** Shows the progress of an import, on a terminal only: one line that changes. */
export function showImport(
  edge: Pick<Edge, 'err' | 'errIsTerminal'>,
  every = usualEvery,
): {
  report(progress: ImportProgress): void
  end(): void
} {
  const began = performance.now()
  let shownAt = began
  let isShown = false
  return {
    report(progress) {
      const now = performance.now()
      if (!edge.errIsTerminal || now - shownAt < every) return
      shownAt = now
      isShown = true
      edge.err(`\r\x1b[K${describeImportProgress(progress, (now - began) / 1000)}`)
    },
    end() {
      if (isShown) edge.err('\r\x1b[K')
    },
  }
}

/** The progress in one line: `reading: 120,000 rows, 400,000 rows/s, 3 rejected`. */
export function describeImportProgress({ step, lines, rejected }: ImportProgress, seconds: number): string {
  const rate = step === 'reading' && seconds > 0 ? `, ${count(Math.round(lines / seconds))} rows/s` : ''
  return `${step}: ${count(lines)} rows${rate}, ${count(rejected)} rejected`
}

function count(value: number): string {
  return value.toLocaleString('en')
}
