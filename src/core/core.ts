import type { Clock, Ids, Passwords, Store, Vault } from './ports.ts'

/** All that a use case works with. Made once, by the composition root. */
export interface Core {
  readonly store: Store
  readonly vault: Vault
  readonly passwords: Passwords
  readonly clock: Clock
  readonly ids: Ids
}
