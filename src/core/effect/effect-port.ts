import type { MissedCall } from '../call/missed-call.ts'
import type { BookEvent } from '../event/event.ts'
import type { Extension } from '../extension/extension.ts'
import type { Attempt, Delivery } from '../webhook/delivery.ts'
import type { Effect, EffectKind } from './effect.ts'

/** Writes effects, in the transaction that they follow from. */
export interface EffectWriter {
  /** Asks the PBX to end the registrations of the number. An effect that waits already is not written twice. */
  dropRegistration(extension: Pick<Extension, 'accountId' | 'id' | 'number'>): Promise<void>
  /** Does as `dropRegistration` does for many extensions of one account, which must not have left the book yet. */
  dropRegistrationsOfMany(accountId: number, extensionIds: readonly number[]): Promise<void>
  /** Asks the PBX to end the registrations of every extension of the account. */
  dropRegistrations(accountId: number): Promise<void>
  /**
   * Asks the PBX to end the registrations of the account `left`, in whose place it serves `account`: those of every
   * extension, and those that still wait to be ended. The effects are written for `account`, since the PBX carries out
   * only effects of the account that it serves.
   */
  dropRegistrationsOf(left: number, account: number): Promise<void>
  /** Asks the PBX to end the calls of the number, whose extension was switched off or has gone. */
  endCalls(extension: Pick<Extension, 'accountId' | 'id' | 'number'>): Promise<void>
  /** Does as `endCalls` does for many extensions of one account, which must not have left the book yet. */
  endCallsOfMany(accountId: number, extensionIds: readonly number[]): Promise<void>
  /**
   * Tells every webhook of the account that wants the event. Each gets it after all earlier events of the same
   * extension.
   */
  tell(accountId: number, event: BookEvent): Promise<void>
  /** Has a missed call told by mail. */
  mail(accountId: number, callId: string): Promise<void>
  /** Tells of many events, each of another extension, as `tell` does of one. */
  tellMany(accountId: number, events: readonly BookEvent[]): Promise<void>
  /** Asks for the delivery to be made again. */
  redeliver(delivery: Delivery): Promise<void>
}

/** The outcome of an attempt to carry out an effect. */
export interface Settlement {
  /** The time of the next attempt; `null` when the effect is over. */
  readonly retryAt: number | null
  /** The record of the attempt, for a delivery. */
  readonly attempt?: Attempt
}

/** The waiting effects of one kind: how many they are, and since when the oldest waits (`null` when none does). */
export interface Waiting {
  readonly count: number
  readonly oldestAt: number | null
}

/** The effects that wait. Working them off is no change to the book, since nobody can see it there. */
export interface Outbox {
  /**
   * Tells webhooks of an event that happened outside of the book, as {@link EffectWriter.tell} does for a change to it.
   */
  tell(accountId: number, event: BookEvent): Promise<void>
  /** Keeps missed calls, and has each told by mail. A call that is kept already is not told again. */
  keepMissed(accountId: number, calls: readonly MissedCall[]): Promise<void>
  missedCall(accountId: number, id: string): Promise<MissedCall | undefined>
  /**
   * Takes at most `limit` effects that are due. Each is the first of its lane: of two events of one extension for one
   * webhook only the earlier can be taken. Nobody else gets a taken effect before `leaseMs` are over.
   */
  claim(kind: EffectKind, limit: number, leaseMs: number): Promise<Effect[]>
  /** Ends an effect, or puts it back for another attempt. An effect that was asked for again meanwhile stays. */
  settle(effect: Effect, settlement: Settlement): Promise<void>
  /** Whether a registration of the extension, or of another that had its number, has yet to go. */
  hasStaleRegistration(extension: Pick<Extension, 'accountId' | 'id' | 'number'>): Promise<boolean>
  /** The numbers of the account whose registrations have yet to go, in order. */
  staleNumbers(accountId: number): Promise<string[]>
  waiting(kind: EffectKind): Promise<Waiting>
  /** Calls `listener` after each commit of this process that wrote effects. */
  onWritten(listener: () => void): void
  /**
   * Forgets deliveries that are over and were made before `before.deliveries`, missed calls from before `before.missedCalls`, and
   * registrations to drop, calls to end and mail that have waited since before `before.effects`.
   */
  forget(before: { readonly deliveries: number; readonly missedCalls: number; readonly effects: number }): Promise<void>
}
