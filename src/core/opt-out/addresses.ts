import { Refusal } from '../errors.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import { readNumber } from '../number/read-number.ts'
import { type Addresses, foldEmail, type OptOut } from './opt-out.ts'
import type { OptOutReader, Spellings } from './opt-out-port.ts'

/** The longest e-mail address (RFC 5321). */
const longestEmail = 254

/**
 * Reads a text as an address of a person: with an `@` it is an e-mail address, else a number.
 *
 * @throws Refusal `invalid_value` of `number` or `email`.
 */
export function readAddress(given: string): Addresses {
  return given.includes('@') ? { number: null, email: readEmail(given) } : { number: mustBeNumber(given), email: null }
}

/**
 * Reads the addresses of a person, at least one of which must be there.
 *
 * @throws Refusal `missing_value`, or `invalid_value` of `number` or `email`.
 */
export function readAddresses(given: { readonly [Name in keyof Addresses]?: string | null }): Addresses {
  const number = given.number ? mustBeNumber(given.number) : null
  const email = given.email ? readEmail(given.email) : null
  if (number === null && email === null) {
    throw new Refusal('missing_value', 'give a number or an e-mail address: a person without either cannot be reached')
  }
  return { number, email }
}

function mustBeNumber(given: string): string {
  const read = readNumber(given)
  if ('number' in read) return read.number
  throw new Refusal(
    'invalid_value',
    `${JSON.stringify(given.slice(0, 100))} is no number: it ${read.problem}`,
    'number',
  )
}

function readEmail(given: string): string {
  const email = given.trim()
  if (isEmail(email)) return email
  throw new Refusal('invalid_value', `${JSON.stringify(email.slice(0, 100))} is no e-mail address`, 'email')
}

/** Whether a text may be an e-mail address. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= longestEmail && text.isWellFormed()
}

/** The spellings by which the opt-outs of a person are looked up. */
export function spellingsOf(plan: NumberPlan, { number, email }: Addresses): Spellings {
  return {
    numbers: number === null ? [] : plan.spellingsOf(number),
    emails: email === null ? [] : [foldEmail(email)],
  }
}

/** The opt-outs of a person, the oldest ids first. */
export function optOutsOf(
  reader: Pick<OptOutReader, 'of'>,
  accountId: number,
  plan: NumberPlan,
  addresses: Addresses,
): Promise<OptOut[]> {
  return reader.of(accountId, spellingsOf(plan, addresses))
}

/**
 * The keys of the addresses that an opt-out closes. A number may have two: that of its text, and that of what it was
 * when it was closed, where the account had another country then.
 */
export function keysOf(plan: NumberPlan, { number, international, email }: OptOut): ReadonlySet<string> {
  const numbers = [number, international].filter((each) => each !== null).map((each) => plan.keyOf(each))
  return new Set(email === null ? numbers : [...numbers, foldEmail(email)])
}

/** The key of each address of a person. */
export function addressKeys(plan: NumberPlan, { number, email }: Addresses): readonly string[] {
  return [...(number === null ? [] : [plan.keyOf(number)]), ...(email === null ? [] : [foldEmail(email)])]
}

/** The number in its international form; null where it has none. */
export function internationalOf(plan: NumberPlan, number: string | null): string | null {
  const key = number === null ? '' : plan.keyOf(number)
  return key.startsWith('+') ? key : null
}
