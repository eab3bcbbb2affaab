import { InvalidArgumentError } from 'commander'

/** The most numbers of one range. */
const numbersAtMost = 10_000

/** Reads `200..299`, or one number. A range keeps the zeros of its ends: `0098..0101` are four numbers of four digits. */
export function readNumberRange(text: string): readonly string[] {
  const [, first = '', last = first] = /^(\d{1,15})(?:\.\.(\d{1,15}))?$/.exec(text) ?? []
  if (first === '') throw new InvalidArgumentError('It must be a number, or a range as 200..299.')
  if (first.length !== last.length) throw new InvalidArgumentError('Both ends must have as many digits: 0098..0101.')
  const count = Number(last) - Number(first) + 1
  if (count < 1) throw new InvalidArgumentError('The first number must not be above the last.')
  if (count > numbersAtMost) throw new InvalidArgumentError(`It must be at most ${numbersAtMost} numbers.`)
  return Array.from({ length: count }, (_, index) => String(Number(first) + index).padStart(first.length, '0'))
}
