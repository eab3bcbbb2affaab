import type { Account } from './account.ts'

/** Reads tenants. One that was removed reads as absent. */
export interface AccountReader {
  all(): Promise<Account[]>
  /** By the name as it is written, else by the one that is the same without case. */
  byName(name: string): Promise<Account | undefined>
}

/** How many things of each noun an account has. */
export type AccountContents = Readonly<Record<string, number>>

/** Writes tenants. */
export interface AccountWriter extends AccountReader {
  /** Returns the account with its new id, or undefined when the name is taken. */
  insert(account: Omit<Account, 'id' | 'hasMasterKey'>): Promise<Account | undefined>
  /** Reads the account and keeps every other writer from it until the transaction ends. */
  lock(ref: string | number): Promise<Account | undefined>
  setEnabled(id: number, enabled: boolean): Promise<void>
  /** Returns false, and writes nothing, when the name is taken. */
  rename(id: number, name: string): Promise<boolean>
  /** What it has, by the words for several of them. */
  contentsOf(id: number): Promise<AccountContents>
  /** Marks the account as removed: from then on it is hidden, and its name is free. Its rows stay until they are pruned. */
  remove(id: number, removedAt: number): Promise<void>
  /** Takes the mark back. Says why not when the name is taken by now, or the account is not there any more. */
  restore(account: Account): Promise<'restored' | 'taken' | 'gone'>
  /** Locks the account, and returns the hash of its master key; null when it has none. */
  lockMasterHash(id: number): Promise<string | null>
  setMasterHash(id: number, masterHash: string): Promise<void>
}
