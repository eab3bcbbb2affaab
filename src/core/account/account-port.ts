import type { Account } from './account.ts'

/** Reads tenants. */
export interface AccountReader {
  all(): Promise<Account[]>
  byName(name: string): Promise<Account | undefined>
}

/** Writes tenants. */
export interface AccountWriter extends AccountReader {
  /** Returns the account with its new id, or undefined when the name is taken. */
  insert(account: Omit<Account, 'id' | 'hasMasterKey'>): Promise<Account | undefined>
  /** Reads the account and keeps every other writer from it until the transaction ends. */
  lock(name: string): Promise<Account | undefined>
  setEnabled(id: number, enabled: boolean): Promise<void>
  /** Locks the account, and returns the hash of its master key; null when it has none. */
  lockMasterHash(id: number): Promise<string | null>
  setMasterHash(id: number, masterHash: string): Promise<void>
}
