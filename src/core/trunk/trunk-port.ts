import type { Trunk } from './trunk.ts'

/** What the PBX needs of a trunk beside its settings. It follows from the trunk and its account, and is in no backup. */
export interface TrunkFacts {
  /** The password; empty where there is none, or only the digest is needed. */
  readonly password: string
  /** The digest for the realm of the trunk, as `MD5:…`; empty without a realm. */
  readonly digest: string
  /** The addresses of the hosts that are addresses themselves. Those of names are found by {@link TrunkStates.resolved}. */
  readonly addresses: readonly string[]
  readonly callingCode: string
  readonly trunkPrefix: string
  readonly exit: string
}

/** Whether a trunk can be used: `deactivate` is one that is not active. */
export type TrunkState = 'ok' | 'unavailable' | 'deactivate'

/** What was seen of a trunk. */
export interface TrunkSeen {
  readonly name: string
  readonly state: TrunkState
  /** What the PBX says of its registration, as `Registered`; empty where it does not register. */
  readonly registration: string
  /** Epoch milliseconds. */
  readonly changedAt: number
  /** The hosts that did not answer the last question. */
  readonly silent: readonly string[]
}

/** Reads trunks. */
export interface TrunkReader {
  /** All trunks of the account, in the order in which calls go out by them. */
  all(accountId: number): Promise<Trunk[]>
  /** What was seen of the trunks of the account. */
  seen(accountId: number): Promise<TrunkSeen[]>
}

/** Writes trunks. */
export interface TrunkWriter {
  /** Reads the trunk and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, by: { readonly name: string } | { readonly hexId: string }): Promise<Trunk | undefined>
  all(accountId: number): Promise<Trunk[]>
  /** Writes the trunk, in place of the one with its name. */
  put(trunk: Trunk, facts: TrunkFacts): Promise<void>
  /** Writes the facts of a trunk anew, which stays as it is. */
  putFacts(trunk: Trunk, facts: TrunkFacts): Promise<void>
  remove(trunk: Trunk): Promise<void>
}

/** Keeps what is seen of trunks. That is no change to the book: it follows from what is outside. */
export interface TrunkStates {
  put(accountId: number, seen: TrunkSeen): Promise<void>
  /** Keeps the addresses of all hosts of a trunk. Returns whether they are others than before. */
  resolved(trunk: Trunk, addresses: readonly string[]): Promise<boolean>
  /** The names of the trunks whose facts are missing, as in a restored book. */
  withoutFacts(accountId: number): Promise<string[]>
  putFacts(trunk: Trunk, facts: TrunkFacts): Promise<void>
}
