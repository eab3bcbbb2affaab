import { InvalidArgumentError } from 'commander'
import { readNumber } from '../../core/number/read-number.ts'

/** Reads the number of a caller, in any spelling. */
export function readCallerNumber(text: string): string {
  const read = readNumber(text)
  if ('problem' in read) throw new InvalidArgumentError(`It ${read.problem}.`)
  return read.number
}
