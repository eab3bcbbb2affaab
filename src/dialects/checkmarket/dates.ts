/** A time as the vendor's serializers write it: UTC, the zeros at the end of the fraction cut, no fraction when it is zero. */
export function instant(at: number): string {
  return new Date(at).toISOString().replace(/\.?0*Z$/, 'Z')
}

const dateTime = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,7})?)?)?(Z|[+-]\d{2}:\d{2})?$/

/** A date with a time or without as epoch milliseconds, in UTC where it names no zone; undefined when it is none. */
export function readInstant(text: string): number | undefined {
  const [, day, minutes = '00:00', seconds = ':00', zone = 'Z'] = dateTime.exec(text) ?? []
  if (day === undefined || readDay(day) === undefined) return undefined
  const [whole, fraction = ''] = seconds.split('.')
  const at = Date.parse(`${day}T${minutes}${whole}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`)
  return Number.isNaN(at) ? undefined : at
}

/** `YYYY-MM-DD`, with or without a time that does not matter; undefined when the calendar has no such day. */
export function readDay(text: string): string | undefined {
  const day = dateTime.exec(text)?.[1]
  if (day === undefined) return undefined
  const at = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) ? day : undefined
}
