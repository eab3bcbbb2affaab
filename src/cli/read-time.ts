import { InvalidArgumentError } from 'commander'

/** Reads a day or a moment in ISO 8601. A time without a zone is in UTC, as all times that are printed. */
export function readTime(text: string): number {
  const form = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text)
  const hasTimeWithoutZone = form?.[1] !== undefined && form[4] === undefined
  const time = form ? Date.parse(hasTimeWithoutZone ? `${text}Z` : text) : Number.NaN
  if (Number.isNaN(time)) throw new InvalidArgumentError('It must be a day or a time as 2026-11-21T03:00:00Z.')
  return time
}
