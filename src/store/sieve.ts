import { noCode } from '../core/entry/phone-code.ts'
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
const bitsEach = 3

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
  readonly parts: readonly Uint8Array[]
  readonly #length: number

  constructor(count: number) {
    const parts = partsOf(count)
    this.#length = Math.max(Math.ceil((count / parts) * bytesEach), smallestPart)
    this.parts = Array.from({ length: parts }, () => new Uint8Array(this.#length))
  }

  /** Puts in all phones that have a code. */
  addCodes(codes: Float64Array): void {
    for (let index = 0; index < codes.length; index++) {
      const code = codes[index] as number
      if (code !== noCode) this.#add(hashCode(code))
    }
  }

  /** Puts in a phone that has no code. */
  addPhone(phone: string): void {
    this.#add(hashText(phone))
  }

  #add(hash: number): void {
    setBits(this.parts[hash & (this.parts.length - 1)] as Uint8Array, hash)
  }
}

/** The hash of a phone: 32 bits, of which the lowest say the part. */
export function hashKey(key: PhoneKey): number {
  return typeof key === 'number' ? hashCode(key) : hashText(key)
}

/** Where the bits of a phone with that hash stand in its part. */
export function probesOf(hash: number): Probe[] {
  const step = stepOf(hash)
  return Array.from({ length: bitsEach }, (_, turn) => ({
    place: (Math.imul(step, turn + 1) ^ hash) >>> 1,
    bit: (hash >>> (8 + 3 * turn)) & 7,
  }))
}

/** Sets the bits of a phone with that hash in its part. */
export function setBits(part: Uint8Array, hash: number): void {
  const step = stepOf(hash)
  const scale = part.length / placeRange
  let walked = 0
  for (let turn = 0; turn < bitsEach; turn++) {
    walked = (walked + step) | 0
    const at = Math.floor(((walked ^ hash) >>> 1) * scale)
    part[at] = (part[at] as number) | (1 << ((hash >>> (8 + 3 * turn)) & 7))
  }
}

/** Whether so many phones were added to a part that it lets too many through. */
export function isFull(part: Uint8Array): boolean {
  let set = 0
  for (const byte of part) for (let rest = byte; rest > 0; rest &= rest - 1) set++
  return set > part.length * 8 * fullest
}

function hashCode(code: number): number {
  return mix(code >>> 0, Math.floor(code / 0x100000000))
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
