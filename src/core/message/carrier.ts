import type { BroughtMessage } from '../incoming-message/incoming-message.ts'
import type { CarrierState } from './carrier-desk.ts'
import type { Message } from './message.ts'
import type { Part } from './parts.ts'

/** A message on its way out, in the parts in which it leaves: without those that a carrier has from an earlier try. */
export interface Outgoing {
  readonly message: Message
  readonly parts: readonly Part[]
}

/**
 * The answer of a carrier.
 *
 * - `taken`: it has the message, and tells of each part by an id of its own, or of the whole by one.
 * - `refused`: it does not have it, and never will.
 * - `busy`: it does not have it, and may take it later.
 * - `unknown`: it may have it: the connection ended before the answer.
 */
export type Submission =
  | { readonly kind: 'taken'; readonly carrierIds: readonly string[] }
  | ({ readonly kind: 'refused'; readonly problem: string } & TakenBefore)
  | ({ readonly kind: 'busy'; readonly retryAfterMs: number } & TakenBefore)
  | ({ readonly kind: 'unknown'; readonly problem: string } & TakenBefore)

/** The parts before the one that the answer is about: a carrier that takes each by itself has them, under these ids. */
interface TakenBefore {
  readonly takenIds?: readonly string[]
}

/** What became of a part, as the carrier tells it. `problem` is its own word for a failure. */
export interface Receipt {
  readonly carrierId: string
  readonly state: 'delivered' | 'failed' | 'expired'
  readonly at: number
  readonly problem: string | null
}

/** Takes receipts. Returns for each whether it is kept: one that is not comes again, since its message may be known a little later. */
export type TakeReceipts = (carrier: string, receipts: readonly Receipt[]) => Promise<readonly boolean[]>

/**
 * Takes a message that somebody has written to a number of ours. Returns whether it is kept; one that is not never will be, as it is
 * for no account. It rejects where the book cannot be written now, and the message may come again.
 */
export type TakeMessage = (brought: BroughtMessage) => Promise<boolean>

/** Takes messages out of the book. */
export interface Carrier {
  readonly name: string
  /** How many messages it works on at once: more of them only wait. */
  readonly atOnce: number
  /** Whether it can be reached, as it was seen last. */
  state(): CarrierState
  /** Hands a message over. It never rejects: a fault after which the carrier may have it is `unknown`. */
  submit(outgoing: Outgoing): Promise<Submission>
  /** Takes no further message, and ends after what is under way, in a time of its own. */
  close(): Promise<void>
}
