import type { Caller } from '../caller.ts'
import { Refusal } from '../errors.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import { internationalOf, readAddresses } from './addresses.ts'
import { type Addresses, type ClosedChannel, type OptOut, unsubscribeReasons } from './opt-out.ts'

/** What an opt-out is to be, beside the person whom it closes. */
export interface Closing {
  readonly channel: ClosedChannel
  readonly reason?: string | null
  /** A code of `unsubscribeReasons`, for a person who unsubscribed. */
  readonly unsubscribeReason?: number | null
  /** The time of the opt-out, for one that is older; now where it is left out. */
  readonly since?: number
  /** Where it comes from; left out, it is the origin of the caller. */
  readonly source?: string
}

/** A person to be closed. */
export type NewOptOut = Closing & { readonly [Name in keyof Addresses]?: string | null }

/** The most characters of a reason, and of a consent. */
export const mostTextLength = 500

/** An opt-out that has no id yet. */
export type OptOutDraft = Omit<OptOut, 'id'>

/**
 * Makes the opt-out that was asked for.
 *
 * @throws Refusal `missing_value`, or `invalid_value` of the field at fault.
 */
export function draftOptOut(plan: NumberPlan, caller: Caller, wanted: NewOptOut, now: number): OptOutDraft {
  return { ...readAddressesFor(plan, wanted), ...closingOf(caller, now, wanted) }
}

function readAddressesFor(plan: NumberPlan, wanted: NewOptOut): Pick<OptOut, 'number' | 'email' | 'international'> {
  const addresses = readAddresses(wanted)
  return { ...addresses, international: internationalOf(plan, addresses.number) }
}

/**
 * All of an opt-out but the person.
 *
 * @throws Refusal `invalid_value` of the field at fault.
 */
export function closingOf(
  caller: Caller,
  now: number,
  { channel, reason = null, unsubscribeReason = null, since = now, source = caller.origin }: Closing,
): Omit<OptOutDraft, 'number' | 'email' | 'international'> {
  if (unsubscribeReason !== null && !(unsubscribeReason in unsubscribeReasons)) {
    throw new Refusal('invalid_value', 'the code of the reason must be a number from 1 to 6', 'unsubscribeReason')
  }
  if (since > now) throw new Refusal('invalid_value', 'the time of an opt-out must not lie in the future', 'since')
  const { accountId, credentialId, name } = caller
  const text = readText(reason ?? '', 'reason')
  return {
    ...{ accountId, credentialId, author: name, channel, since, source, unsubscribeReason },
    reason: text === '' ? null : text,
  }
}

/**
 * Reads a text of people about an opt-out, without white space at its ends.
 *
 * @throws Refusal `invalid_value` when it is too long, or no text.
 */
export function readText(given: string, field: 'reason' | 'consent'): string {
  const text = given.trim()
  if ([...text].length > mostTextLength || !text.isWellFormed() || text.includes('\u0000')) {
    throw new Refusal('invalid_value', `the ${field} must be a text of at most ${mostTextLength} characters`, field)
  }
  return text
}
