/** Values that are packed into one block: as many as a chunk has entries. */
const blockSize = 4000

/** The values of a block by their places in it; null where a position has none. */
type Block<T> = readonly (T | null)[]

/**
 * Values of some positions of a list, such as the details of its entries; none of them is null. They are JSON in blocks
 * of 4,000 positions, of which one at a time is unpacked: the value of position 9000 is in block 2. A million objects
 * would take four times the memory. Buffers can also be handed to another thread.
 */
export class PackedValues<T> {
  /** Positions that have a value. */
  readonly size: number
  readonly blocks: readonly (Uint8Array<ArrayBuffer> | undefined)[]
  #open = -1
  #block: Block<T> = []

  constructor(size: number, blocks: PackedValues<T>['blocks']) {
    this.size = size
    this.blocks = blocks
  }

  /** The value at a position. Cheapest when positions are asked for in order. */
  get(position: number): T | undefined {
    return this.#unpacked(Math.floor(position / blockSize))[position % blockSize] ?? undefined
  }

  /** Every value with its position, in ascending order. */
  *entries(): Generator<[position: number, value: T]> {
    for (const number of this.blocks.keys()) {
      for (const [place, value] of this.#unpacked(number).entries()) {
        if (value !== null) yield [number * blockSize + place, value]
      }
    }
  }

  /** Every value, in the order of the positions. */
  *values(): Generator<T> {
    for (const number of this.blocks.keys()) {
      for (const value of this.#unpacked(number)) if (value !== null) yield value
    }
  }

  #unpacked(number: number): Block<T> {
    if (number !== this.#open) {
      const bytes = this.blocks[number]
      this.#block = bytes ? JSON.parse(new TextDecoder().decode(bytes)) : []
      this.#open = number
    }
    return this.#block
  }
}

/** Packs values, block by block. */
export class ValuesPacker<T> {
  readonly #blocks: (Uint8Array<ArrayBuffer> | undefined)[] = []
  #size = 0
  #open = 0
  #block: (T | null)[] = []

  /** Values that were added. */
  get size(): number {
    return this.#size
  }

  /** Adds the value of a position. Positions must ascend. */
  add(position: number, value: T): void {
    const number = Math.floor(position / blockSize)
    if (number !== this.#open) {
      this.#close()
      this.#open = number
    }
    const place = position % blockSize
    while (this.#block.length < place) this.#block.push(null)
    this.#block.push(value)
    this.#size++
  }

  /** All that was added. */
  packed(): PackedValues<T> {
    if (this.#size === 0) return noValues
    this.#close()
    return new PackedValues(this.#size, this.#blocks)
  }

  #close(): void {
    if (this.#block.length === 0) return
    // A copy is kept: the encoder may return a part of a larger buffer, all of which would be handed over with it.
    this.#blocks[this.#open] = new TextEncoder().encode(JSON.stringify(this.#block)).slice()
    this.#block = []
  }
}

/** The values of a list that has none. */
export const noValues = new PackedValues<never>(0, [])
