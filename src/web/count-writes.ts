import type { Store } from '../core/ports.ts'
import type { Metrics } from './metrics.ts'

/** The same store, whose committed writes are counted. */
export function countWrites(store: Store, metrics: Pick<Metrics, 'writeDone'>): Store {
  return {
    ...store,
    async write(author, work) {
      const { answer, change } = await store.write(author, async (tx) => {
        const written = await work(tx)
        return { answer: written, change: written.change }
      })
      metrics.writeDone(change.noun, change.verb)
      return answer
    },
  }
}
