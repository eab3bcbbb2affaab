import { noCode } from '../../core/list/phone-code.ts'
import { type Chunk, isPlain, plainChunk } from './chunk.ts'
import { HeldRows } from './held-rows.ts'
import type { PhoneKey } from './leaf.ts'

/** Codes that are held at the most, of all lists together: 32 MB. */
const codesAtMost = 4_000_000

/** Keys up to which each is looked for by itself, at the speed of memory. */
const fewKeys = 8

/** Runs of ids in a chunk that is held whole, at the most. */
const runsAtMost = 200

interface Held {
  readonly codes: Float64Array
  /** The chunk, if it has nothing but its codes and some runs of ids. */
  readonly chunk: Chunk | undefined
}

/**
 * The codes of the chunks of long lists that were looked through last. Chunks never change, so whoever looks for the next phone of such a
 * list reads only the chunk that has it, and of a chunk of nothing but codes not even that.
 */
export class HeldChunks {
  /** By account and chunk. The chunk that was used last is the last one. */
  readonly #held = new Map<string, Held>()
  #codes = 0
  /** The rows of the same lists. */
  readonly rows = new HeldRows()

  /** Keeps what a chunk of the account holds. */
  hold(accountId: number, id: string, chunk: Chunk): void {
    const name = `${accountId} ${id}`
    if (this.#held.has(name)) return
    const { phones, details, runs } = chunk
    // The codes may be a view of all bytes of the chunk.
    const codes = isPlain(chunk) ? chunk.codes : chunk.codes.slice()
    const isWhole = phones.size === 0 && details.size === 0 && runs.length <= runsAtMost
    this.#held.set(name, { codes, chunk: isWhole ? plainChunk(codes, runs) : undefined })
    this.#codes += chunk.codes.length
    for (const [oldest, { codes }] of this.#held) {
      if (this.#codes <= codesAtMost) return
      this.#held.delete(oldest)
      this.#codes -= codes.length
    }
  }

  /**
   * The chunk, if it is held whole; `none` if it is held and has none of the keys; undefined if it must be read.
   */
  find(accountId: number, id: string, keys: SoughtKeys): Chunk | 'none' | undefined {
    const held = this.#use(accountId, id)
    if (!held) return undefined
    if (!keys.mayBeIn(held.codes)) return 'none'
    return held.chunk
  }

  /** The chunk, if it is held whole; undefined if it must be read. */
  get(accountId: number, id: string): Chunk | undefined {
    return this.#use(accountId, id)?.chunk
  }

  #use(accountId: number, id: string): Held | undefined {
    const name = `${accountId} ${id}`
    const held = this.#held.get(name)
    if (!held) return undefined
    this.#held.delete(name)
    this.#held.set(name, held)
    return held
  }
}

/** Keys that are looked for in many chunks. */
export class SoughtKeys {
  readonly #left: Set<PhoneKey>
  /** For each value of the last 16 bits of a code whether one of the keys has it: most other codes are passed over by it. */
  readonly #bits: Uint8Array | undefined
  #texts = 0

  constructor(keys: Iterable<PhoneKey>) {
    this.#left = new Set(keys)
    for (const key of this.#left) if (typeof key === 'string') this.#texts++
    if (this.#left.size <= fewKeys) return
    this.#bits = new Uint8Array(0x10000)
    for (const key of this.#left) if (typeof key === 'number') this.#bits[key & 0xffff] = 1
  }

  /** The keys that were not found yet. */
  get left(): number {
    return this.#left.size
  }

  found(key: PhoneKey): void {
    if (this.#left.delete(key) && typeof key === 'string') this.#texts--
  }

  /** Whether codes have one of the keys. A text may be wherever an entry has no code. */
  mayBeIn(codes: Float64Array): boolean {
    if (this.#texts > 0 && codes.includes(noCode)) return true
    return this.#placesIn(codes, 1).length > 0
  }

  /** The positions at which a chunk has the keys. */
  positionsIn({ codes, phones }: Pick<Chunk, 'codes' | 'phones'>): number[] {
    const positions = this.#placesIn(codes, codes.length)
    if (this.#texts > 0) for (const [position, phone] of phones) if (this.#left.has(phone)) positions.push(position)
    return positions
  }

  #placesIn(codes: Float64Array, atMost: number): number[] {
    const places: number[] = []
    const bits = this.#bits
    if (!bits) {
      for (const key of this.#left) {
        const place = typeof key === 'number' ? codes.indexOf(key) : -1
        if (place >= 0 && places.push(place) === atMost) break
      }
      return places
    }
    for (let place = 0; place < codes.length; place++) {
      const code = codes[place] as number
      if (bits[code & 0xffff] === 0 || !this.#left.has(code)) continue
      if (places.push(place) === atMost) break
    }
    return places
  }
}
