import type { Core } from '../core.ts'
import type { Change } from './change.ts'

/** The newest changes of the book, newest first. */
export function findChanges(core: Core, limit: number): Promise<Change[]> {
  return core.store.changes.newest(limit)
}
