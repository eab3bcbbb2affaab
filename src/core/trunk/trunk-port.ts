import type { Trunk } from './trunk.ts'

/** Reads trunks. */
export interface TrunkReader {
  /** All trunks of the account, in the order of their names: calls go out by the first. */
  all(accountId: number): Promise<Trunk[]>
}

/** Writes trunks. */
export interface TrunkWriter {
  /** Reads the trunk and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, name: string): Promise<Trunk | undefined>
  /** Writes the trunk, in place of the one with its name. */
  put(trunk: Trunk): Promise<void>
  remove(trunk: Trunk): Promise<void>
}
