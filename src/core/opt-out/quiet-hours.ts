import { timeZoneOf } from '../account/time-zone-of.ts'
import type { Core } from '../core.ts'
import { localTime } from '../schedule/days-of.ts'

const minuteMs = 60_000
const minutesADay = 24 * 60

/** The zone of quiet hours of an account whose country has several. */
const lastZone = 'UTC'

/** When the quiet hours end in which a time is, in epoch milliseconds; undefined for a time that is in none. */
export type QuietUntil = (at: number) => number | undefined

/** The quiet hours of an account. */
export async function quietHoursOf(core: Core, accountId: number): Promise<QuietUntil> {
  const { quietHours } = core.contactRules
  if (quietHours === null) return () => undefined
  const account = await core.store.accounts.byId(accountId)
  const zone = (account && timeZoneOf(account)) ?? lastZone
  const [from, until] = quietHours
  return (at) => {
    const { minute } = localTime(at, zone)
    const isQuiet = from < until ? minute >= from && minute < until : minute >= from || minute < until
    if (!isQuiet) return undefined
    const left = (until - minute + minutesADay) % minutesADay
    return at - (at % minuteMs) + left * minuteMs
  }
}
