import { Refusal } from '../core/errors.ts'
import type { Store } from '../core/ports.ts'
import type { Metrics } from './metrics.ts'

/** Wraps a store so that it counts its committed writes, and the writes that the book could not take. */
export function countWrites(store: Store, metrics: Pick<Metrics, 'writeDone' | 'writeFailed'>): Store {
  return {
    ...store,
    async write(author, work) {
      const { answer, change } = await store
        .write(author, async (tx) => {
          const written = await work(tx)
          return { answer: written, change: written.change }
        })
        .catch((error: unknown) => {
          if (error instanceof Refusal && error.code === 'unavailable') metrics.writeFailed()
          throw error
        })
      metrics.writeDone(change.noun, change.verb)
      return answer
    },
  }
}
