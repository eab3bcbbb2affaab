import { Refusal } from '../errors.ts'
import { localTime } from '../schedule/days-of.ts'

const minuteMs = 60_000
const form = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d)?)?$/

/**
 * Reads a moment by the clocks of a time zone, as `2026-11-01 10:00`. One that names its zone is taken by that: `2026-11-01T10:00Z`.
 *
 * @throws Refusal `invalid_value` of `field`.
 */
export function localMoment(text: string, timeZone: string, field: string): number {
  const [, day, time = '00:00', second = ':00'] = form.exec(text) ?? []
  const wall = Date.parse(day === undefined ? text : `${day}T${time}${second}Z`)
  const hasZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)
  if (Number.isNaN(wall) || (day === undefined && !hasZone)) {
    throw new Refusal('invalid_value', `${field} must be a moment as 2026-11-01 10:00`, field)
  }
  if (day === undefined) return wall
  const guess = wall - aheadAt(wall, timeZone)
  return wall - aheadAt(guess, timeZone)
}

/** Milliseconds by which the clocks of a zone are ahead of UTC. */
function aheadAt(at: number, timeZone: string): number {
  const { date, minute } = localTime(at, timeZone)
  const midnight = Date.parse(date.replace(/(....)(..)(..)/, '$1-$2-$3'))
  return midnight + minute * minuteMs - Math.floor(at / minuteMs) * minuteMs
}
