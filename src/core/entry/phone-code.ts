/** The most digits that a phone code can hold: with the leading 1 it stays below 2^53. */
const maxDigits = 15

/** The code of a phone that has none. */
export const noCode = 0

/**
 * Packs a phone of 1 to 15 plain digits into one number: a 1 followed by the digits, so that leading zeros survive.
 * Returns {@link noCode} for any other phone.
 */
export function phoneCode(phone: string): number {
  const length = phone.length
  if (length === 0 || length > maxDigits) return noCode
  let code = 1
  for (let index = 0; index < length; index++) {
    const digit = phone.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return noCode
    code = code * 10 + digit
  }
  return code
}

/** The phone of a code. */
export function phoneOfCode(code: number): string {
  return String(code).slice(1)
}
