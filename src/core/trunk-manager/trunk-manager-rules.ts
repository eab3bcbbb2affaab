import { described, InvalidValue, type Reader, text, wholeOrText } from '../reader.ts'

/** Reads the title of a trunk manager. */
export const managerTitle: Reader<string> = text({ min: 1, max: 100 })

/** Reads the calls that may go on at once. */
export const managerCapacity: Reader<number> = wholeOrText(1, 10_000, 6)

/** Reads the numbers that are made ready at a time. */
export const managerReadyNumbers: Reader<number> = wholeOrText(1, 10_000, 6)

/** The longest pause between the beginnings of two calls, in seconds. */
const longestInterval = 3600

/** Reads seconds from the beginning of a call to that of the next, as `1` or `0.25`, and makes milliseconds of them. */
export const managerInterval: Reader<number> = described(
  {
    anyOf: [
      { type: 'number', minimum: 0, maximum: longestInterval },
      { type: 'string', pattern: '^[0-9]{1,4}(\\.[0-9]{1,3})?$' },
    ],
  },
  (value) => {
    const seconds = typeof value === 'string' && /^[0-9]{1,4}(\.[0-9]{1,3})?$/.test(value) ? Number(value) : value
    if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= longestInterval)) {
      throw new InvalidValue(`must be seconds from 0 to ${longestInterval}`)
    }
    return Math.round(seconds * 1000)
  },
)
