import { InvalidArgumentError } from 'commander'
import type { InboundRoute } from '../../core/inbound-route/inbound-route.ts'
import { readNumber } from '../../core/number/read-number.ts'

/** Reads what a route is for: a number, a prefix and a `*`, or `any`. */
export function readRoutedNumber(text: string): Pick<InboundRoute, 'number' | 'isPrefix'> {
  if (text === 'any') return { number: '', isPrefix: true }
  const isPrefix = text.endsWith('*')
  const read = readNumber(isPrefix ? text.slice(0, -1) : text)
  if ('problem' in read) {
    throw new InvalidArgumentError(`It must be a number, a prefix with a * behind it, or any, and it ${read.problem}.`)
  }
  return { number: read.number, isPrefix }
}

/** Reads the extensions of a group: numbers with commas between them. */
export function readTargets(text: string): string[] {
  const numbers = text.split(',').map((each) => each.trim())
  if (!numbers.every((each) => /^[0-9]{1,30}$/.test(each))) {
    throw new InvalidArgumentError('It must be extensions, with commas between them.')
  }
  return numbers
}

export function readOutsideNumber(text: string): string {
  const read = readNumber(text)
  if ('problem' in read) throw new InvalidArgumentError(`It must be a number, and it ${read.problem}.`)
  return read.number
}
