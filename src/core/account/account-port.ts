import type { Account } from './account.ts'

/** Reads accounts. A removed account reads as absent. */
export interface AccountReader {
  all(): Promise<Account[]>
  byId(id: number): Promise<Account | undefined>
  /** The account of exactly this name, else the one whose name differs from it only in case. */
  byName(name: string): Promise<Account | undefined>
}

/** How many things of each noun an account has. */
export type AccountContents = Readonly<Record<string, number>>

/** Writes accounts. */
export interface AccountWriter extends AccountReader {
  /** Returns the account with its new id, or undefined when the name is taken. */
  insert(account: Omit<Account, 'id' | 'hasMasterKey' | 'country' | 'timeZone'>): Promise<Account | undefined>
  /** Reads the account and keeps every other writer from it until the transaction ends. */
  lock(ref: string | number): Promise<Account | undefined>
  setEnabled(id: number, enabled: boolean): Promise<void>
  setCountry(id: number, country: string | null): Promise<void>
  setTimeZone(id: number, timeZone: string | null): Promise<void>
  /** Returns false, and writes nothing, when the name is taken. */
  rename(id: number, name: string): Promise<boolean>
  /** Counts the things of the account by their plurals: `{ groups: 2, 'forward rules': 1, … }`. */
  contentsOf(id: number): Promise<AccountContents>
  /**
   * Marks the account as removed. From then on it is hidden, and its name is free. Its rows stay until they are pruned.
   */
  remove(id: number, removedAt: number): Promise<void>
  /**
   * Takes that mark back (`restored`). Writes nothing when another account has the name by now (`taken`), or when the
   * rows were pruned (`gone`).
   */
  restore(account: Account): Promise<'restored' | 'taken' | 'gone'>
  /** Locks the account and returns the hash of its master key; `null` when it has none. */
  lockMasterHash(id: number): Promise<string | null>
  setMasterHash(id: number, masterHash: string): Promise<void>
}
