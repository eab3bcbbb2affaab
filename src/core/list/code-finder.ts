/** Parts of equal length into which ascending codes are cut, as a power of two: the first codes of all are near the processor. */
const segmentBits = 6
const segments = 1 << segmentBits

/** Codes among which one is looked for by going through them. */
const few = 4

/**
 * Says whether ascending codes have one of many. Each segment of them has as many places as codes, spread evenly from its first code to its
 * last, so that a code is mostly looked for among one or two: a third of the time of a search by halves among a million. Where
 * somebody has chosen codes that crowd in one place, they are halved there.
 */
export class CodeFinder {
  readonly #codes: Float64Array
  readonly #size: number
  /** The first code of each segment, and places for each unit of a code. */
  readonly #firsts = new Float64Array(segments).fill(Number.POSITIVE_INFINITY)
  readonly #scales = new Float64Array(segments)
  /** For each place of each segment how many codes stand before it, and the end of the segment behind its last place. */
  readonly #starts: Uint32Array

  constructor(codes: Float64Array) {
    this.#codes = codes
    this.#size = Math.ceil(codes.length / segments)
    this.#starts = new Uint32Array(segments * (this.#size + 1))
    for (let segment = 0; segment * this.#size < codes.length; segment++) this.#fill(segment)
  }

  has(code: number): boolean {
    let segment = 0
    for (let step = segments >> 1; step > 0; step >>= 1) {
      if ((this.#firsts[segment + step] as number) <= code) segment += step
    }
    const distance = code - (this.#firsts[segment] as number)
    if (!(distance >= 0)) return false
    const place = Math.floor(distance * (this.#scales[segment] as number))
    if (place >= this.#size) return false
    const at = segment * (this.#size + 1) + place
    const codes = this.#codes
    let from = this.#starts[at] as number
    let to = this.#starts[at + 1] as number
    while (to - from > few) {
      const middle = (from + to) >>> 1
      if ((codes[middle] as number) <= code) from = middle
      else to = middle
    }
    for (; from < to; from++) if (codes[from] === code) return true
    return false
  }

  #fill(segment: number): void {
    const size = this.#size
    const start = segment * size
    const end = Math.min(start + size, this.#codes.length)
    const first = this.#codes[start] as number
    const scale = (size - 1) / Math.max((this.#codes[end - 1] as number) - first, 1)
    this.#firsts[segment] = first
    this.#scales[segment] = scale
    const base = segment * (size + 1)
    let next = 0
    for (let at = start; at < end; at++) {
      const place = Math.floor(((this.#codes[at] as number) - first) * scale)
      while (next <= place) this.#starts[base + next++] = at
    }
    while (next <= size) this.#starts[base + next++] = end
  }
}
