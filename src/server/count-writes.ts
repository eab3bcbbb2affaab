import { Refusal } from '../core/errors.ts'
import type { Store, Written } from '../core/ports.ts'
import type { Metrics } from './metrics.ts'

/** Wraps a store so that it counts its committed writes, and the writes that the book could not take. */
export function countWrites(store: Store, metrics: Pick<Metrics, 'writeDone' | 'writeFailed'>): Store {
  return {
    ...store,
    async write(author, work) {
      // A transaction that lost a race is run again: its last change is the one that was committed.
      let change: Written<unknown>['change'] | undefined
      try {
        const answer = await store.write(author, async (tx) => {
          const written = await work(tx)
          change = written.change
          return written
        })
        if (change) metrics.writeDone(change.noun, change.verb)
        return answer
      } catch (error) {
        if (error instanceof Refusal && error.code === 'unavailable') metrics.writeFailed()
        throw error
      }
    },
  }
}
