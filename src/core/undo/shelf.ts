import type { Snapshot } from '../change/change.ts'
import type { Core } from '../core.ts'
import type { Transaction } from '../ports.ts'

/** How things of one noun are taken out and put back. */
export interface Shelf {
  /** The thing as it is now, locked; `null` when it is not there. `state` names it. */
  current(tx: Transaction, accountId: number, state: Snapshot): Promise<Snapshot | null>
  put(tx: Transaction, current: Snapshot | null, wanted: Snapshot | null, core: Core): Promise<void>
}
