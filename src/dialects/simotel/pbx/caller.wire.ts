import { commentAtMost, labelAtMost, labelsAtMost } from '../../../core/incoming-rule/check-rule-texts.ts'
import type { IncomingRule } from '../../../core/incoming-rule/incoming-rule.ts'
import { readNumber } from '../../../core/number/read-number.ts'
import { clearable, described, InvalidValue, type Reader, schemaOf, text } from '../../fields.ts'
import { arrayOf, type Shown, string } from '../../schemas.ts'
import { id, jalali } from '../about.ts'
import { jalaliDate } from '../dates.ts'
import { isListKey } from '../php-list.ts'
import { digitsOf } from '../values.ts'

/** The number of a caller. The vendor's lists hold numbers only, and no patterns (docs/wire/simotel.md §5). */
const callerNumber: Reader<string> = described(
  { type: ['string', 'integer'], description: 'the number of a caller' },
  (given) => {
    const value = digitsOf(given)
    if (typeof value !== 'string') throw new InvalidValue('must be a string, or a whole number')
    const read = readNumber(value)
    if ('problem' in read) throw new InvalidValue(read.problem)
    return read.number
  },
)

const label = text({ min: 1, max: labelAtMost })

/** Reads a list of labels, also in the form that PHP gives a list with gaps. Repeated ones are left out. */
const labels: Reader<readonly string[]> = described(
  { ...arrayOf(schemaOf(label)), maxItems: labelsAtMost },
  (value) => {
    if (typeof value !== 'object' || value === null) throw new InvalidValue('must be an array of strings')
    if (!Array.isArray(value) && !Object.keys(value).every(isListKey)) {
      throw new InvalidValue('must be an array of strings')
    }
    const given = Object.values(value)
    if (given.length > labelsAtMost) throw new InvalidValue(`must have at most ${labelsAtMost} labels`)
    return [...new Set(given.map(label))]
  },
)

/** The readers of the members of a number on a list. */
export const callerFields = {
  number: callerNumber,
  labels: clearable(labels, []),
  comment: clearable(text({ max: commentAtMost }), ''),
}

/** The members of a row of `blacklists/search`. */
export const shownBlocked = { _id: id, number: string, comment: string, date: jalali }

/** The members of a row of `whitelists/search`. */
export const shownAllowed = { ...shownBlocked, labels: arrayOf(string) }

/** A row of `blacklists/search`. */
export function blockedRow({ hexId, number, comment, updatedAt }: IncomingRule, timeZone: string): object {
  return { _id: hexId, number, comment, date: jalaliDate(updatedAt, timeZone) } satisfies Shown<typeof shownBlocked>
}

/** A row of `whitelists/search`. */
export function allowedRow({ hexId, number, labels, comment, updatedAt }: IncomingRule, timeZone: string): object {
  return {
    _id: hexId,
    number,
    labels,
    comment,
    date: jalaliDate(updatedAt, timeZone),
  } satisfies Shown<typeof shownAllowed>
}
