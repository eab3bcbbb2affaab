import { phoneCode } from '../list/phone-code.ts'
import { cleanCharacters } from './clean-characters.ts'
import { lookAlikeOf, withoutZeroFraction } from './look-alikes.ts'
import { numberOfTelUri } from './tel-uri.ts'

/** A text that was read as a number: the number, or the problem for which it is none, as `is empty`. */
export type ReadNumber = { readonly number: string } | { readonly problem: string }

/** The most digits of a number (ITU-T E.164). */
export const mostDigits = 15

/** The longest text that is read as one number. */
const longestText = 100

/** Digits in a row that are a number by themselves: a text with two such runs holds two numbers. */
const wholeNumber = 7

const two = 'holds more than one number: write each into a field of its own'

/**
 * Reads a text as one number. The number is the text as given without what people write between digits: spaces of every
 * kind, `( ) - . /`, characters that nobody sees. Digits of every script become 0-9. It has 1 to 15 digits, with or
 * without a leading `+`, and keeps its form: `0912 111 22 33` gives `09121112233`, not `+98…`.
 *
 * - A zero in brackets behind a country code goes: `+49 (0) 30 1234` gives `+49301234`.
 * - A `tel:` URI gives its number without its extension.
 * - Letters, dates, fractions, network addresses, and two numbers in one text are problems. Nothing is ever joined to a
 *   number that nobody wrote.
 */
export function readNumber(given: string): ReadNumber {
  if (isPlain(given)) return { number: given }
  if (given.length > longestText) return { problem: `has ${given.length} characters, and is no number` }
  const text = withoutZeroFraction(numberOfTelUri(cleanCharacters(given)).trim())
  const problem = problemOf(text)
  if (problem !== undefined) return { problem }
  const number = withoutTrunkZero(text).replace(/[\s().\-/]/g, '')
  const digits = number.replace('+', '').length
  return digits > mostDigits ? { problem: `has ${digits} digits: a number has at most ${mostDigits}` } : { number }
}

/** Whether a text is a number as it stands: 1 to 15 digits, with or without a leading `+`. */
export function isPlain(text: string): boolean {
  return phoneCode(text) !== 0
}

function problemOf(text: string): string | undefined {
  if (text === '') return 'is empty'
  if (!/\d/.test(text)) return 'has no digit'
  const lookAlike = lookAlikeOf(text)
  if (lookAlike !== undefined) return lookAlike
  if (/[\n\r\u2028\u2029]/.test(text) || holdsTwo(text)) return two
  const stranger = /[^\d\s().\-/+]/u.exec(text)?.[0]
  if (stranger !== undefined) return `has a ${JSON.stringify(stranger)}`
  if (!/^[\s(]*\+?[\s(]*\d/.test(text) || text.lastIndexOf('+') > text.search(/\d/))
    return 'has a sign in a wrong place'
  return /[\d)]$/.test(text) ? undefined : 'ends with a sign'
}

/**
 * Whether a text holds two numbers: `,`, `;`, `|` or another `+` between digits, two long runs of digits, or a `/`
 * which does not follow an area code. `0912/1112233` and `+49 30/1234` are one.
 */
function holdsTwo(text: string): boolean {
  if (/\d[^\d]*[,;|&+][^\d]*\d/.test(text)) return true
  const runs = text.match(/\d+/g) ?? []
  if (runs.filter((run) => run.length >= wholeNumber).length > 1) return true
  const [before = '', after, more] = text.split('/')
  if (after === undefined) return false
  return (
    more !== undefined ||
    !/^[\s(]*[+0]/.test(before) ||
    digitsOf(before) >= wholeNumber ||
    /^[\s(]*0|^.{0,2}$/.test(after)
  )
}

function digitsOf(text: string): number {
  return text.replace(/\D/g, '').length
}

/** Leaves out the zero of `+49 (0) 30`: who dials the country code does not dial it. */
function withoutTrunkZero(text: string): string {
  return /^[\s(]*(?:\+|00)/.test(text) ? text.replace(/\(\s*0\s*\)/, '') : text
}
