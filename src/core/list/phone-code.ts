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

/** The last digits of a code, which are written apart from those before them: both fit into 32 bits. */
const lastDigits = 8
const endOfLast = 10 ** lastDigits
const powers = Int32Array.from({ length: lastDigits + 1 }, (_, digits) => 10 ** digits)

/** The most characters of a phone with a code: a `+` and the digits. */
export const longestPhone = maxDigits + 1

const ascii = new TextDecoder()

/** Codes whose phones are written one by one. */
const few = 8

/**
 * The phones of codes, and an empty text for {@link noCode}. They are written into one text, of which each is a part: a third of
 * the time of {@link phoneOfCode} for each of them.
 */
export function phonesOfCodes(codes: Float64Array): string[] {
  // Of a few, making and decoding the text would take longer than all of them do.
  if (codes.length <= few) return fewPhones(codes)
  const bytes = new Uint8Array(codes.length * longestPhone)
  const ends = new Uint32Array(codes.length)
  let end = 0
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] as number
    if (code !== noCode) end = writePhone(code, bytes, end)
    ends[index] = end
  }
  const text = ascii.decode(bytes.subarray(0, end))
  let start = 0
  return Array.from(ends, (end) => {
    const phone = text.slice(start, end)
    start = end
    return phone
  })
}

function fewPhones(codes: Float64Array): string[] {
  const phones: string[] = []
  for (const code of codes) phones.push(code === noCode ? '' : phoneOfCode(code))
  return phones
}

/** Writes the phone of a code in ASCII at a place, and returns the place behind it. */
export function writePhone(code: number, bytes: Uint8Array, start: number): number {
  const high = Math.floor(code / endOfLast)
  const low = (code - high * endOfLast) | 0
  let first = high > 0 ? high | 0 : low
  let digits = 0
  while (digits < lastDigits - 1 && first >= (powers[digits + 1] as number)) digits++
  const leading = powers[digits] as number
  const isInternational = first >= 2 * leading
  first -= isInternational ? 2 * leading : leading
  let at = start
  if (isInternational) bytes[at++] = plus
  at = writeDigits(first, digits, bytes, at)
  return high > 0 ? writeDigits(low, lastDigits, bytes, at) : at
}

function writeDigits(value: number, digits: number, bytes: Uint8Array, start: number): number {
  let rest = value
  for (let place = start + digits - 1; place >= start; place--) {
    const tens = (rest / 10) | 0
    bytes[place] = zero + rest - tens * 10
    rest = tens
  }
  return start + digits
}
