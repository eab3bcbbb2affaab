import type { BookEvent } from '../event/event.ts'
import type { Extension } from '../extension/extension.ts'
import type { Attempt, Delivery } from '../webhook/delivery.ts'
import type { Effect, EffectKind } from './effect.ts'

/** Writes effects, in the transaction of what they follow from. */
export interface EffectWriter {
  /** The PBX is to end the registrations of the number. Asked for twice it happens once. */
  dropRegistration(extension: Pick<Extension, 'accountId' | 'id' | 'number'>): Promise<void>
  /** The same for every extension of the account. */
  dropRegistrations(accountId: number): Promise<void>
  /**
   * The same for every number of the account `left`, and for those that it still waits for, as effects of `account`: the PBX
   * has `account` in its place, and carries out nothing for another.
   */
  dropRegistrationsOf(left: number, account: number): Promise<void>
  /** Every webhook of the account that wants the event is to get it, after all that it is to get of the same extension. */
  tell(accountId: number, event: BookEvent): Promise<void>
  /** The delivery is to be made again. */
  redeliver(delivery: Delivery): Promise<void>
}

/** What becomes of an effect that was tried. */
export interface Settlement {
  /** When to try again; null when it is over. */
  readonly retryAt: number | null
  /** For a delivery: how it went. */
  readonly attempt?: Attempt
}

/** How many effects of a kind wait, and since when the oldest; null when none does. */
export interface Waiting {
  readonly count: number
  readonly oldestAt: number | null
}

/** The effects that wait. Working them off is no change to the book: nobody can see it there. */
export interface Outbox {
  /** Tells of what happened outside of the book, as {@link EffectWriter.tell} does of a change to it. */
  tell(accountId: number, event: BookEvent): Promise<void>
  /** Takes effects that are due, the first of their lanes, which nobody else gets before `leaseMs` are over. */
  claim(kind: EffectKind, limit: number, leaseMs: number): Promise<Effect[]>
  /** Ends an effect, or puts it back. One that was asked for again meanwhile stays. */
  settle(effect: Effect, settlement: Settlement): Promise<void>
  /** Whether a registration of the extension, or of another that had its number, has yet to go. */
  hasStaleRegistration(extension: Pick<Extension, 'accountId' | 'id' | 'number'>): Promise<boolean>
  /** The numbers of the account whose registrations have yet to go, in order. */
  staleNumbers(accountId: number): Promise<string[]>
  waiting(kind: EffectKind): Promise<Waiting>
  /** Calls `listener` after each commit of this process that wrote effects. */
  onWritten(listener: () => void): void
  /** Forgets deliveries that are over and were made before `before`, and effects that nobody carried out since. */
  forget(before: { readonly deliveries: number; readonly effects: number }): Promise<void>
}
