/**
 * The kinds of effects.
 *
 * - `drop-registration`: the PBX ends the registrations of a number, which its phone made by settings that no longer
 *   hold.
 * - `end-calls`: the PBX ends the calls of a number that was switched off.
 * - `deliver`: a webhook gets an event.
 * - `mail`: a person is told of a missed call.
 */
export type EffectKind = (typeof effectKinds)[number]

/** Every kind of effect. */
export const effectKinds = ['drop-registration', 'end-calls', 'deliver', 'mail'] as const

/**
 * A row of the outbox: something that must happen outside of the book. It is written in the transaction that it follows
 * from, and is gone when it has happened.
 */
export interface Effect {
  readonly accountId: number
  readonly id: number
  readonly kind: EffectKind
  /** The number whose registrations or calls go, or the id of the delivery or of the missed call. */
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
