import { longestLine } from './text/whole-lines.ts'
import { unreadable } from './unreadable.ts'

/** The refusal of a line that is longer than `longestLine`. */
export function lineTooLong(line: number): Error {
  const limit = `${longestLine} characters`
  return unreadable(`line ${line} is longer than ${limit}: the file is no list, or its line ends are lost`)
}
