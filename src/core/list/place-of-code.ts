/** The place of the first of ascending codes that is not less than `code`: 1 for 20 in 10, 20, 30, and 2 for 25. */
export function placeOfCode(codes: Float64Array, code: number): number {
  let low = 0
  let high = codes.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((codes[middle] as number) < code) low = middle + 1
    else high = middle
  }
  return low
}
