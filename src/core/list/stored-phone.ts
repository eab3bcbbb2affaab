import { cleanCharacters } from '../number/clean-characters.ts'
import { readNumber } from '../number/read-number.ts'

const dialCode = /^(?=.*[*#])[0-9+*#]{1,30}$/

/**
 * A phone as the book keeps it: the number that `readNumber` finds in it. A text that is no number stays as it was
 * given, trimmed, and a code to dial keeps its signs: `0912 111` gives `0912111`, `*۴۳#` gives `*43#`, `reception` gives
 * `reception`. Texts that are no number stand in no column of their own: `readNumber` finds none in them again, so that
 * nothing is ever sent to them.
 */
export function storedPhone(given: string): string {
  const read = readNumber(given)
  return 'number' in read ? read.number : storedText(given)
}

/** A text that is no number, as the book keeps it. */
export function storedText(given: string): string {
  if (isDialCode(given)) return given
  const clean = cleanCharacters(given)
  return isDialCode(clean) ? clean : given.trim()
}

/** Whether a text is a code to dial, as `*43#`: 1 to 30 of the characters `0-9`, `+`, `*` and `#`, with a `*` or `#`. */
export function isDialCode(text: string): boolean {
  return dialCode.test(text)
}
