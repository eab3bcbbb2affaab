import type { OptOut } from '../../../core/opt-out/opt-out.ts'
import { orNull } from '../../fields.ts'
import { integer, type Shown, string } from '../../schemas.ts'
import type { Resource } from '../answer.ts'
import { dialectName } from '../auth.ts'
import { schemaOfText, violationOf } from '../constraints.ts'
import { writeDate } from '../dates.ts'
import type { Violation } from '../errors.ts'
import { textMember } from '../members.ts'

export const collectionIri = '/blocked_numbers'

/** The codes of the vendor's types. */
export const types = { byCustomer: 1, unsubscribed: 2 } as const

/** The form of a number (docs/wire/lox24.md §3.2). */
const form = /^\+[0-9]{4,20}$/

const rule = { max: 21, isRequired: true, form } as const

/** The violations of a number that is to be blocked: one or none. */
export function numberViolations(number: string | undefined): Violation[] {
  return violationOf('number', number, rule)
}

/** The number that a body has blocked; undefined for none. @throws Lox24Denial 400 for one of a wrong type. */
export function readBlockedNumber(body: object): string | undefined {
  return textMember(body, '', 'number', rule)
}

/** The members of a body that blocks a number. */
export const blockedNumberBody = { number: schemaOfText(rule) }

/** The members of a blocked number as it is answered. */
export const shownBlockedNumber = {
  id: integer,
  number: orNull(string),
  type: { type: 'integer', enum: [types.byCustomer, types.unsubscribed] },
  added_at: orNull({ ...string, format: 'date-time' }),
}

/** The vendor's type of an opt-out. Who unsubscribed by themself has chosen a reason. */
function typeOf({ unsubscribeReason }: OptOut): number {
  return unsubscribeReason === null ? types.byCustomer : types.unsubscribed
}

/** Whether an opt-out is a blocked number: it has a number, and closes messages. */
export function isBlockedNumber({ number, channel }: OptOut): boolean {
  return number !== null && (channel === 'messages' || channel === 'all')
}

/**
 * Whether a key of this vendor may lift the block: the customer has made it here, and the person has not unsubscribed.
 * Whatever else closes messages was said elsewhere, and wants the consent of the person.
 */
export function isOfCustomer({ source, channel, unsubscribeReason }: OptOut): boolean {
  return source === dialectName && channel === 'messages' && unsubscribeReason === null
}

/** An opt-out as it is answered. */
export function blockedNumberResource(optOut: OptOut): Resource {
  return {
    type: 'BlockedNumber',
    iri: `${collectionIri}/${optOut.id}`,
    fields: {
      id: optOut.id,
      number: optOut.international ?? optOut.number,
      type: typeOf(optOut),
      added_at: writeDate(optOut.since),
    } satisfies Shown<typeof shownBlockedNumber>,
  }
}
