import { noCode } from '../../core/list/phone-code.ts'
import type { PhoneKey } from './leaf.ts'

/*
 * A sieve is a Bloom filter: each phone sets three bits, so a phone of which one bit is missing is surely not in the
 * list. The hash of a phone says in which part of the sieve its bits are. A search for a phone reads one part, and a
 * part is small enough to stand in its row on every engine. A new sieve lets through about 1 of 100 phones that are not
 * in the list, and a sieve that edits have filled up to `fullest` about 9.
 *
 * The hash of a number is that of its last eight digits: `09121112233`, `+989121112233` and `00989121112233` set the same
 * bits, so that a search for all spellings tests three bits of one part. Older sieves hash all digits.
 */

/** Phones of a list that has a sieve, at the most. A longer list is always searched, by its phone index. */
export const sievedAtMost = 16_000

/**
 * Phones for a part of a new sieve, on average at the most. Such a part has 900 bytes, because SQLite moves a row of
 * more than 1,002 bytes out of its page.
 */
const partSize = 600

const bytesEach = 1.5
const smallestPart = 16

/** The share of set bits up to which edits may fill a part before the sieve is made anew. A new sieve has 22 %. */
const fullest = 0.45

/**
 * The number of hashed places. They are spread over the bytes of a part: in a part of 900 bytes, the place 0x40000000
 * is in the byte 450.
 */
export const placeRange = 0x80000000

/** One bit of a phone: the bit `bit` of the byte at `place` × the length of the part / {@link placeRange}. */
export interface Probe {
  readonly place: number
  readonly bit: number
}

/**
 * The number of parts of the sieve of a list of `count` phones: 1 up to 600, 2 up to 1,200, 4 up to 2,400, … A list
 * that is empty or too long has no sieve, and 0 parts.
 */
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

/** Slices from here on have parts of sieves. The ones below have parts of older sieves. */
const firstSlice = 64

/** The slices of the sieve of a list of `count` phones, part by part: 65; 66 and 67; 68 to 71; … */
export function slicesOf(count: number): number[] {
  const parts = partsOf(count)
  if (parts === 1) return [firstSlice + 1]
  return Array.from({ length: parts }, (_, part) => firstSlice + parts + part)
}

/** The slice in which the bits of a phone are, of the sieves of so many parts. */
export function sliceOf(hash: number, parts: number): number {
  return firstSlice + parts + (hash & (parts - 1))
}

/** A sieve under construction, for a list of `count` phones. */
export class Sieve {
  readonly #partCount: number
  readonly #length: number
  /** The parts, one behind another. */
  readonly #bytes: Uint8Array

  constructor(count: number) {
    this.#partCount = partsOf(count)
    this.#length = Math.max(Math.ceil((count / this.#partCount) * bytesEach), smallestPart)
    this.#bytes = new Uint8Array(this.#partCount * this.#length)
  }

  /** The parts, in order. */
  parts(): Uint8Array[] {
    if (this.#partCount === 1) return [this.#bytes]
    return Array.from({ length: this.#partCount }, (_, part) =>
      this.#bytes.subarray(part * this.#length, (part + 1) * this.#length),
    )
  }

  /** Puts in the phones of these codes, and leaves out `noCode`. */
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

/**
 * The hash of a phone, of 32 bits. The lowest of them are the number of its part: the lowest three in a sieve of 8
 * parts.
 */
export function hashKey(key: PhoneKey): number {
  return typeof key === 'number' ? hashCode(key) : hashText(key)
}

/** The bits of a phone with that hash, within its part. */
export function probesOf(hash: number): Probe[] {
  const step = stepOf(hash)
  return [
    { place: (step ^ hash) >>> 1, bit: (hash >>> 8) & 7 },
    { place: ((step + step) ^ hash) >>> 1, bit: (hash >>> 11) & 7 },
    { place: ((step + step + step) ^ hash) >>> 1, bit: (hash >>> 14) & 7 },
  ]
}

/** Whether a part of a sieve lets a phone with that hash through: it has all bits of {@link probesOf}. */
export function letsThrough(hash: number, part: Uint8Array): boolean {
  const scale = part.length / placeRange
  const step = stepOf(hash)
  return (
    hasBit(part, (((step ^ hash) >>> 1) * scale) | 0, hash >>> 8) &&
    hasBit(part, (((((step + step) | 0) ^ hash) >>> 1) * scale) | 0, hash >>> 11) &&
    hasBit(part, (((((step + step + step) | 0) ^ hash) >>> 1) * scale) | 0, hash >>> 14)
  )
}

function hasBit(bytes: Uint8Array, at: number, bit: number): boolean {
  return (((bytes[at] as number) >> (bit & 7)) & 1) === 1
}

/**
 * Sets the bits of {@link probesOf} in the part whose bytes begin at `start`. The three are spelled out, because they
 * are most of the work on a sieve.
 */
export function setBits(hash: number, bytes: Uint8Array, start = 0, scale = bytes.length / placeRange): void {
  const step = stepOf(hash)
  setBit(bytes, start + ((((step ^ hash) >>> 1) * scale) | 0), hash >>> 8)
  setBit(bytes, start + ((((((step + step) | 0) ^ hash) >>> 1) * scale) | 0), hash >>> 11)
  setBit(bytes, start + ((((((step + step + step) | 0) ^ hash) >>> 1) * scale) | 0), hash >>> 14)
}

function setBit(bytes: Uint8Array, at: number, bit: number): void {
  bytes[at] = (bytes[at] as number) | (1 << (bit & 7))
}

/** Whether edits have set so many bits of a part that it lets too many phones through. */
export function isFull(part: Uint8Array): boolean {
  let set = 0
  for (const byte of part) for (let rest = byte; rest > 0; rest &= rest - 1) set++
  return set > part.length * 8 * fullest
}

/** The codes of spellings of one number are the same below it, as far as the number has eight digits. */
const sharedBelow = 100_000_000

function hashCode(code: number): number {
  return mix(code - Math.floor(code / sharedBelow) * sharedBelow, 0)
}

export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return mix(hash, text.length)
}

export function mix(low: number, high: number): number {
  let hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** The step of a phone. Its places are the step taken once, twice and three times, each mixed with its hash. */
function stepOf(hash: number): number {
  const step = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (step ^ (step >>> 12)) | 1
}
