import type { Progress, Report } from '../../app.ts'
import { Refusal } from '../../core/errors.ts'
import type { Edge } from '../edge.ts'

const mebi = 1024 ** 2
const terminalEvery = 200
const quietEvery = 10_000

/**
 * Shows on standard error how far a book has come: on a terminal in one line that changes, else in a new line every ten
 * seconds. A signal to stop ends the work at its next batch.
 */
export function showProgress(edge: Edge): { report: Report; end(): void } {
  const began = performance.now()
  const every = edge.errIsTerminal ? terminalEvery : quietEvery
  let shownAt = began
  let isShown = false
  let stopped: string | undefined
  edge.stopSignal().then((signal) => {
    stopped = signal
  })
  return {
    report(progress) {
      if (stopped)
        throw new Refusal('unavailable', `stopped by ${stopped}: the same command again goes on, or starts anew`)
      const now = performance.now()
      if (now - shownAt < every) return
      shownAt = now
      isShown = true
      const line = describeProgress(progress, (now - began) / 1000)
      edge.err(edge.errIsTerminal ? `\r\x1b[K${line}` : `${line}\n`)
    },
    end() {
      if (isShown && edge.errIsTerminal) edge.err('\r\x1b[K')
    },
  }
}

/** The progress as one line for people. */
export function describeProgress(progress: Progress, seconds: number): string {
  const { phase, table, rows, ofRows, bytes, ofBytes } = progress
  const done = `${count(rows)} of ${count(ofRows)} rows, ${size(bytes)} of ${size(ofBytes)} MiB`
  const rate = seconds > 0 ? `, ${count(Math.round(rows / seconds))} rows/s, ${size(bytes / seconds)} MiB/s` : ''
  return `${phase} ${table}: ${done}${phase === 'copying' ? rate : ''}`
}

function count(value: number): string {
  return value.toLocaleString('en')
}

function size(bytes: number): string {
  return (bytes / mebi).toFixed(1)
}
