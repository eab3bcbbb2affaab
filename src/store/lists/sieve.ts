import { noCode } from '../../core/list/phone-code.ts'
import type { PhoneKey } from './leaf.ts'

/*
 * A sieve is a Bloom filter: each phone sets three bits, so a phone of which one bit is missing is surely not in the list.
 * It is cut into parts by the hash of the phone: whoever looks for one phone looks at one part, and a part is small enough
 * to stand in its row on every engine. A phone that was not put in is let through in about 1 of 100 cases.
 */

/** Phones of a list that has a sieve, at the most. One that is longer is looked up in its phone index. */
export const sievedAtMost = 16_000

/** Phones in a part at the most, when it is made: 900 bytes, for SQLite moves a row of more than 1,002 out of its page. */
const partSize = 600

const bytesEach = 1.5
const smallestPart = 16

/** How full of set bits a part may become by edits before the sieve is made anew. A new one has 22 %. */
const fullest = 0.45

/** Hashed places are spread over the bytes of a part: each stands for itself divided by this, times the length. */
export const placeRange = 0x80000000

/** One bit of a phone: in the byte at `place` × length of the part / {@link placeRange}, the bit of that number. */
export interface Probe {
  readonly place: number
  readonly bit: number
}

/** The parts of the sieve of a list of `count` phones: 0 when it has none, else a power of two. */
export function partsOf(count: number): number {
  if (count === 0 || count > sievedAtMost) return 0
  let parts = 1
  while (count > parts * partSize) parts *= 2
  return parts
}

/** Every number of parts that a sieve can have. */
export const possibleParts: readonly number[] = Array.from(
  { length: Math.log2(partsOf(sievedAtMost)) + 1 },
  (_, exponent) => 2 ** exponent,
)

/** Makes the sieve of a list of `count` phones. */
export class Sieve {
  readonly #partCount: number
  readonly #length: number
  /** The parts, one behind the other. */
  readonly #bytes: Uint8Array

  constructor(count: number) {
    this.#partCount = partsOf(count)
    this.#length = Math.max(Math.ceil((count / this.#partCount) * bytesEach), smallestPart)
    this.#bytes = new Uint8Array(this.#partCount * this.#length)
  }

  /** The parts, in order. */
  parts(): Uint8Array[] {
    return Array.from({ length: this.#partCount }, (_, part) =>
      this.#bytes.subarray(part * this.#length, (part + 1) * this.#length),
    )
  }

  /** Puts in all phones that have a code. */
  addCodes(codes: Float64Array): void {
    const bytes = this.#bytes
    const length = this.#length
    const scale = length / placeRange
    const lastPart = this.#partCount - 1
    for (let index = 0; index < codes.length; index++) {
      const code = codes[index] as number
      if (code === noCode) continue
      const hash = hashCode(code)
      setBits(hash, bytes, (hash & lastPart) * length, scale)
    }
  }

  /** Puts in a phone that has no code. */
  addPhone(phone: string): void {
    const hash = hashText(phone)
    setBits(hash, this.#bytes, (hash & (this.#partCount - 1)) * this.#length, this.#length / placeRange)
  }
}

/** The hash of a phone: 32 bits, of which the lowest say the part. */
export function hashKey(key: PhoneKey): number {
  return typeof key === 'number' ? hashCode(key) : hashText(key)
}

/** Where the bits of a phone with that hash stand in its part. */
export function probesOf(hash: number): Probe[] {
  const step = stepOf(hash)
  return [
    { place: (step ^ hash) >>> 1, bit: (hash >>> 8) & 7 },
    { place: ((step + step) ^ hash) >>> 1, bit: (hash >>> 11) & 7 },
    { place: ((step + step + step) ^ hash) >>> 1, bit: (hash >>> 14) & 7 },
  ]
}

/** Sets the same bits, in the part of so many bytes from `start` on; spelled out, for it is most of the work on a sieve. */
export function setBits(hash: number, bytes: Uint8Array, start = 0, scale = bytes.length / placeRange): void {
  const step = stepOf(hash)
  setBit(bytes, start + ((((step ^ hash) >>> 1) * scale) | 0), hash >>> 8)
  setBit(bytes, start + ((((((step + step) | 0) ^ hash) >>> 1) * scale) | 0), hash >>> 11)
  setBit(bytes, start + ((((((step + step + step) | 0) ^ hash) >>> 1) * scale) | 0), hash >>> 14)
}

function setBit(bytes: Uint8Array, at: number, bit: number): void {
  bytes[at] = (bytes[at] as number) | (1 << (bit & 7))
}

/** Whether so many phones were added to a part that it lets too many through. */
export function isFull(part: Uint8Array): boolean {
  let set = 0
  for (const byte of part) for (let rest = byte; rest > 0; rest &= rest - 1) set++
  return set > part.length * 8 * fullest
}

function hashCode(code: number): number {
  return mix(code | 0, (code / 0x100000000) | 0)
}

function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return mix(hash, text.length)
}

function mix(low: number, high: number): number {
  let hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** How far apart the places of a phone are. */
function stepOf(hash: number): number {
  const step = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (step ^ (step >>> 12)) | 1
}
