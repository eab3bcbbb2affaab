import type { TrunkManager, TrunkManagerRef } from './trunk-manager.ts'

/** Reads trunk managers. */
export interface TrunkManagerReader {
  /** All trunk managers of the account, in the order of their ids. */
  all(accountId: number): Promise<TrunkManager[]>
  get(accountId: number, ref: TrunkManagerRef): Promise<TrunkManager | undefined>
}

/** Writes trunk managers. */
export interface TrunkManagerWriter extends TrunkManagerReader {
  /** Reads the trunk manager and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, ref: TrunkManagerRef): Promise<TrunkManager | undefined>
  insert(manager: TrunkManager): Promise<void>
  update(manager: TrunkManager): Promise<void>
  remove(manager: TrunkManager): Promise<void>
}
