import { InvalidArgumentError } from 'commander'

/** Reads the beginning of a phone number, as it is dialled. */
export function readPrefix(text: string): string {
  if (!/^(\+[0-9]{0,19}|[0-9]{1,20})$/.test(text)) {
    throw new InvalidArgumentError('It must be 1 to 20 digits, with or without a + before them.')
  }
  return text
}
