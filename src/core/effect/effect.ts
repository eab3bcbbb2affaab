/**
 * The kinds of effects.
 *
 * - `drop-registration`: the PBX ends the registrations of a number, which its phone made by settings that no longer
 *   hold.
 * - `deliver`: a webhook gets an event.
 */
export type EffectKind = 'drop-registration' | 'deliver'

/**
 * A row of the outbox: something that must happen outside of the book. It is written in the transaction that it follows
 * from, and is gone when it has happened.
 */
export interface Effect {
  readonly accountId: number
  readonly id: number
  readonly kind: EffectKind
  /** The number whose registrations go, or the delivery's id. */
  readonly subject: string
  /** Grows when the same effect is asked for again before it has happened. */
  readonly revision: number
  /** Attempts that failed. */
  readonly attempts: number
  readonly createdAt: number
}

/**
 * The time for which an effect is tried: 24 hours. After it no registration is left that the effect could end, and no
 * event is news.
 */
export const effectLifeMs = 24 * 60 * 60 * 1000
