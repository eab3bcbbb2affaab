import { InvalidArgumentError } from 'commander'

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Reads a time of up to a day in milliseconds: `10s`, `500ms`, `5m`, `1h`. */
export function shortTime(text: string): number {
  const [, digits, unit = ''] = /^([1-9][0-9]{0,7})(ms|s|m|h)$/.exec(text) ?? []
  const time = Number(digits) * (units[unit] ?? Number.NaN)
  if (!(time <= 86_400_000)) throw new InvalidArgumentError('must be a time such as 10s or 5m, a day at the most')
  return time
}
