/**
 * What must happen after a commit, and outside of the book.
 *
 * - `drop-registration`: the PBX ends the registrations of a number, which its phone made by what no longer holds.
 * - `deliver`: a webhook gets an event.
 */
export type EffectKind = 'drop-registration' | 'deliver'

/** A row of the outbox: written in the transaction of what it follows from, gone when it has happened. */
export interface Effect {
  readonly accountId: number
  readonly id: number
  readonly kind: EffectKind
  /** The number whose registrations go, or the delivery's id. */
  readonly subject: string
  /** Grows when the same effect is asked for again before it has happened. */
  readonly revision: number
  /** How often it was tried and failed. */
  readonly attempts: number
  readonly createdAt: number
}

/** How long an effect is tried. After that no registration is left that it could end, and no event is news. */
export const effectLifeMs = 24 * 60 * 60 * 1000
