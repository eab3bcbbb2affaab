import { timeZone } from '../../../core/account/time-zone-of.ts'
import type { Opening, WeekHours } from '../../../core/schedule/schedule.ts'
import type { TrunkManager } from '../../../core/trunk-manager/trunk-manager.ts'
import { managerTitle } from '../../../core/trunk-manager/trunk-manager-rules.ts'
import { described, InvalidValue, nullable, optional, orNull, type Reader, text } from '../../fields.ts'
import { arrayOf, boolean, exactly, integer, type Shown, string } from '../../schemas.ts'
import { listOf, moment, momentSchema, readFlag, whole } from '../values.ts'

const longestInterval = 3_600_000
const days = ['1', '2', '3', '4', '5', '6', '7'] as const
/** Openings of a day, at the most. */
const openingsAtMost = 24

const openingForm = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/

/** Reads an opening of a day, as `09:00-13:00`, into minutes. */
const readOpening: Reader<Opening> = described({ type: 'string', pattern: openingForm.source }, (value) => {
  const [, hour, minute, untilHour = '24', untilMinute = '00'] = openingForm.exec(String(value)) ?? []
  const from = Number(hour) * 60 + Number(minute)
  const until = Number(untilHour) * 60 + Number(untilMinute)
  if (typeof value !== 'string' || !(from < until)) throw new InvalidValue('must be times of a day, as 09:00-13:00')
  return [from, until]
})

const readDay = listOf(readOpening, openingsAtMost)
const hoursSchema = exactly(Object.fromEntries(days.map((day) => [day, arrayOf(readOpening.schema ?? {})])), ...days)

/** Reads the hours of a week by the numbers of its days: 1 is Monday, and a day that is absent is closed. */
const readHours: Reader<WeekHours> = described(hoursSchema, (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidValue('must be an object')
  const given = Object.entries(value)
  if (given.some(([day]) => !(days as readonly string[]).includes(day)))
    throw new InvalidValue('has only the members 1 (Monday) to 7 (Sunday)')
  return Object.fromEntries(given.map(([day, openings]) => [day, readDay(openings)]))
})

function time(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((each) => String(each).padStart(2, '0')).join(':')
}

const shown = {
  ...{ id: integer, hexId: string, title: string, trunk: string, active: boolean, capacity: integer },
  ...{ interval: integer, readyNumbers: integer, hours: orNull(hoursSchema), timeZone: string },
  ...{ createdAt: momentSchema, updatedAt: momentSchema },
}

/** The schema of a trunk manager. */
export const trunkManagerSchema = exactly(shown)

/** A trunk manager as this API shows it. */
export function trunkManagerWire(manager: TrunkManager): object {
  const { id, hexId, title, trunk, active, capacity, interval, readyNumbers, hours, timeZone: zone } = manager
  const shownHours = Object.entries(hours ?? {}).map(
    ([day, openings]) => [day, openings.map(([from, until]) => `${time(from)}-${time(until)}`)] as const,
  )
  return {
    ...{ id, hexId, title, trunk, active, capacity, interval, readyNumbers },
    ...{ hours: hours && Object.fromEntries(shownHours), timeZone: zone },
    ...{ createdAt: moment(manager.createdAt), updatedAt: moment(manager.updatedAt) },
  } satisfies Shown<typeof shown>
}

/** The readers of the members that a new trunk manager needs. */
export const neededReaders = { title: managerTitle, trunk: text({ min: 1, max: 64 }) }

/** The members of a body that are other settings of a trunk manager. */
export const trunkManagerFields = {
  active: optional(readFlag),
  capacity: optional(whole(1, 10_000)),
  interval: optional(whole(0, longestInterval)),
  readyNumbers: optional(whole(1, 10_000)),
  hours: optional(nullable(readHours)),
  timeZone: optional(timeZone),
}
