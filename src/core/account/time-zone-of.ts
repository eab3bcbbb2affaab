import { Refusal } from '../errors.ts'
import { described, InvalidValue, type Reader } from '../reader.ts'
import type { Account } from './account.ts'

/** The zone of an account that has neither a zone nor a country. */
const usualZone = 'Asia/Tehran'

/** Reads an IANA time zone, as `Asia/Tehran`. */
export const timeZone: Reader<string> = described(
  { type: 'string', description: 'an IANA time zone, as Asia/Tehran' },
  (value) => {
    const wrong = new InvalidValue('must be a time zone such as Asia/Tehran')
    if (typeof value !== 'string' || !/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/.test(value)) throw wrong
    try {
      return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone && value
    } catch {
      throw wrong
    }
  },
)

/**
 * The time zone in which an account lives: its own, else that of its country, else `Asia/Tehran`. Undefined for a country whose clocks do not
 * all show the same.
 */
export function timeZoneOf({ timeZone, country }: Pick<Account, 'timeZone' | 'country'>): string | undefined {
  if (timeZone !== null) return timeZone
  if (country === null) return usualZone
  const [first, ...others] = zonesIn(country)
  return first !== undefined && others.every((other) => hasSameClocks(first, other)) ? first : undefined
}

/**
 * The time zone of a new thing of an account: the one that is wanted, else the account's.
 *
 * @throws Refusal `missing_value` of `timeZone` where the account's country has several.
 */
export function mustHaveTimeZone(account: Pick<Account, 'timeZone' | 'country'>, wanted: string | undefined): string {
  const zone = wanted ?? timeZoneOf(account)
  if (zone !== undefined) return zone
  throw new Refusal(
    'missing_value',
    `the country ${account.country} has several time zones: name one with --time-zone, or for all by \`account set --time-zone\``,
    'timeZone',
  )
}

/** The zones of a country by the tables of Unicode, in the order of their names. */
function zonesIn(country: string): readonly string[] {
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones(): string[] | undefined }
  return locale.getTimeZones() ?? []
}

/** Whether two zones show the same time in each month of a year. */
function hasSameClocks(one: string, other: string): boolean {
  const shown = (timeZone: string) => {
    const format = new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' })
    return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2026, month, 15))).join()
  }
  return shown(one) === shown(other)
}
