/** The most digits that a phone code can hold: with the leading digit it stays below 2^53. */
const maxDigits = 15

const plus = 43
const zero = 48

/** Stands in place of the code of a phone that has none. */
export const noCode = 0

/**
 * Packs a phone of 1 to 15 digits, with or without a leading `+`, into one number: a 1 and the digits, or a 2 and the
 * digits that follow the plus. So leading zeros survive: `0912` is 10912, and `+49` is 249. Returns {@link noCode} for
 * any other phone.
 */
export function phoneCode(phone: string): number {
  const start = phone.charCodeAt(0) === plus ? 1 : 0
  const digits = phone.length - start
  if (digits === 0 || digits > maxDigits) return noCode
  let code = 1 + start
  for (let index = start; index < phone.length; index++) {
    const digit = phone.charCodeAt(index) - zero
    if (digit < 0 || digit > 9) return noCode
    code = code * 10 + digit
  }
  return code
}

/** The phone of a code. */
export function phoneOfCode(code: number): string {
  const text = String(code)
  return text.charCodeAt(0) === zero + 1 ? text.slice(1) : `+${text.slice(1)}`
}
