import { constants } from 'node:os'
import type { Edge } from '../edge.ts'
import { Ended } from '../ended.ts'

/** Ends an import by a signal: nothing of it stays. */
export interface Stop {
  /** @throws Ended once a signal to stop has come. */
  check(): void
  /** The pieces of what is read, until a signal comes: a pipe without an end is not waited for. */
  until<T>(pieces: AsyncIterable<T>): AsyncIterable<T>
}

/** Waits for a signal to stop. */
export function stopOn(edge: Pick<Edge, 'stopSignal'>): Stop {
  let stopped: Ended | undefined
  const stop = edge.stopSignal().then((signal) => {
    const number = constants.signals[signal as NodeJS.Signals] ?? 0
    stopped = new Ended(128 + number, `stopped by ${signal}: nothing was imported`)
  })
  const check = (): void => {
    if (stopped) throw stopped
  }
  return {
    check,
    async *until(pieces) {
      const reading = pieces[Symbol.asyncIterator]()
      try {
        for (;;) {
          const next = reading.next()
          // What is read after a stop is nobody's: also its failure.
          next.catch(() => undefined)
          await Promise.race([next, stop])
          check()
          const { done, value } = await next
          if (done) return
          yield value
        }
      } finally {
        if (!stopped) await reading.return?.()
      }
    },
  }
}
