import type { Core } from '../core.ts'

/**
 * Runs an export that reads the book as it is at one moment, whatever is written meanwhile. It is for a process that does
 * nothing else.
 */
export function atOneMoment<T>(core: Core, work: (then: Core) => Promise<T>): Promise<T> {
  return core.store.moment((readers) => work({ ...core, store: { ...core.store, ...readers } }))
}
