import type { Clock, Ids, Passwords, Vault } from './environment.ts'
import type { WeakSecretRule } from './extension/extension.ts'
import type { Registrations } from './pbx/registrations.ts'
import type { Store } from './ports.ts'

/** All that a use case works with. Made once, by the composition root. */
export interface Core {
  readonly store: Store
  readonly vault: Vault
  readonly passwords: Passwords
  readonly clock: Clock
  readonly ids: Ids
  /** How far the PBX is behind the book. */
  readonly registrations: Registrations
  /** What becomes of weak SIP secrets. */
  readonly weakSecrets: WeakSecretRule
}
