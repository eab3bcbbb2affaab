/**
 * Why a use case refuses. A dialect turns each code into its vendor's answer; no code knows of HTTP.
 *
 * - `not_found`: the account has no such thing (the same answer when another account has it).
 * - `missing_value`: a required field is absent; `field` says which.
 * - `invalid_value`: a field's value breaks a rule; `field` says which.
 * - `number_taken`: another extension of the account, or another entry of the group, has this number; or it is closed
 *   already.
 * - `name_taken`: the name, username or token is in use and must be unique.
 * - `conflict`: the thing has changed since, so that the request no longer applies.
 * - `stale`: the thing is not in the state that the caller demands of it: `If-Match`.
 * - `unconditional`: the caller's key has to demand a state, and does not.
 * - `key_reused`: the key of a retry belongs to another request.
 * - `not_empty`: the thing still holds others, and goes only without them.
 * - `over_budget`: the account has spent what it may.
 * - `forbidden`: the caller lacks the permission.
 * - `slowed`: the address or the user name has had too many bad sign-ins; `Slowed.retryAfter` says when it is heard again.
 * - `unavailable`: the book cannot do it now (its disk is full, its database is away); later it may. `cause` says why.
 * - `damaged`: what was to be read is not as it was written. Nothing of it is shown, and trying again does not help.
 */
export type ErrorCode =
  | 'not_found'
  | 'missing_value'
  | 'invalid_value'
  | 'number_taken'
  | 'name_taken'
  | 'conflict'
  | 'stale'
  | 'unconditional'
  | 'key_reused'
  | 'not_empty'
  | 'over_budget'
  | 'forbidden'
  | 'slowed'
  | 'unavailable'
  | 'damaged'

/** A request that was understood and is refused. Nothing was written. */
export class Refusal extends Error {
  readonly code: ErrorCode
  /** The field at fault, in the words of whoever checked it; `undefined` when no single field is. */
  readonly field: string | undefined

  /** `reason` is for people (logs, the command line, a diagnostic header): it never holds a secret. */
  constructor(code: ErrorCode, reason: string, field?: string, options?: ErrorOptions) {
    super(reason, options)
    this.name = 'Refusal'
    this.code = code
    this.field = field
  }
}

/** The refusal of a sign-in from an address, or of a user name, that has had too many bad ones. */
export class Slowed extends Refusal {
  /** Whole seconds until another sign-in is worth trying. */
  readonly retryAfter: number

  constructor(reason: string, milliseconds: number) {
    super('slowed', reason)
    this.retryAfter = Math.max(1, Math.ceil(milliseconds / 1000))
  }
}

/** Another write was faster, so that the transaction must run again from its start. The store runs it again. */
export class LostRace extends Error {
  constructor(options?: ErrorOptions) {
    super('the transaction lost a race with others', options)
    this.name = 'LostRace'
  }
}

/** The refusal of a book that cannot do now what it was asked. `cause` is the technology's own error, for the log. */
export function unavailable(reason: string, cause: unknown): Refusal {
  return new Refusal('unavailable', reason, undefined, { cause })
}

/** Returns `found`, or refuses with `not_found` when there is none. */
export function mustExist<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Refusal('not_found', `there is no such ${what}`)
  return found
}
