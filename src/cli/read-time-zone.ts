import { InvalidArgumentError } from 'commander'
import { timeZone } from '../core/account/time-zone-of.ts'
import { InvalidValue } from '../core/reader.ts'

/** Reads an option that is a time zone. */
export function readTimeZone(text: string): string {
  try {
    return timeZone(text)
  } catch (error) {
    if (error instanceof InvalidValue) throw new InvalidArgumentError(`It ${error.message}.`)
    throw error
  }
}
