import type { Core } from '../core.ts'
import type { Trunk } from './trunk.ts'

/** The account's trunks, in the order of their names: calls go out by the first. */
export function findTrunks(core: Core, accountId: number): Promise<Trunk[]> {
  return core.store.trunks.all(accountId)
}
