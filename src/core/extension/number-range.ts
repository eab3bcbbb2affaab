import { InvalidValue, type Reader } from '../reader.ts'

/** The most numbers of one range. */
const numbersAtMost = 10_000

/** Reads `200..299`, or one number. A range keeps the zeros of its ends: `0098..0101` are four numbers of four digits. */
export const numberRange: Reader<readonly string[]> = (value) => {
  const [, first = '', last = first] = /^(\d{1,15})(?:\.\.(\d{1,15}))?$/.exec(String(value)) ?? []
  if (first === '') throw new InvalidValue('must be a number, or a range as 200..299')
  if (first.length !== last.length) throw new InvalidValue('must have as many digits at both ends: 0098..0101')
  const count = Number(last) - Number(first) + 1
  if (count < 1) throw new InvalidValue('must not begin above its end')
  if (count > numbersAtMost) throw new InvalidValue(`must be at most ${numbersAtMost} numbers`)
  return Array.from({ length: count }, (_, index) => String(Number(first) + index).padStart(first.length, '0'))
}
