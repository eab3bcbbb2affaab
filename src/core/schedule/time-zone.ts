import { described, InvalidValue, type Reader } from '../reader.ts'

/** Reads the name of a time zone, as `Asia/Tehran`. */
export const timeZone: Reader<string> = described(
  { type: 'string', description: 'a time zone, as Asia/Tehran' },
  (value) => {
    try {
      if (typeof value === 'string' && /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/.test(value)) {
        new Intl.DateTimeFormat('en', { timeZone: value })
        return value
      }
    } catch {}
    throw new InvalidValue('must be a time zone such as Asia/Tehran')
  },
)
