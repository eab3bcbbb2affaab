import type { EntryDetails } from '../entry/entry.ts'

/** Entries whose details are packed together: as many as a chunk has. */
const blockSize = 4000

/**
 * What the entries of a list carry, by position: JSON in blocks, of which one at a time is unpacked. A million objects would
 * take four times the memory, and as buffers they can be handed to another thread.
 */
export class PackedDetails {
  /** How many entries carry something. */
  readonly size: number
  readonly blocks: readonly (Uint8Array<ArrayBuffer> | undefined)[]
  #open = -1
  #block: Readonly<Record<number, EntryDetails>> = {}

  constructor(size: number, blocks: PackedDetails['blocks']) {
    this.size = size
    this.blocks = blocks
  }

  /** What the entry at the position carries. Cheapest when positions are asked for in order. */
  get(position: number): EntryDetails | undefined {
    const number = Math.floor(position / blockSize)
    if (number !== this.#open) {
      const bytes = this.blocks[number]
      this.#block = bytes ? JSON.parse(new TextDecoder().decode(bytes)) : {}
      this.#open = number
    }
    return this.#block[position]
  }
}

/** Packs details, block by block. */
export class DetailsPacker {
  readonly #blocks: (Uint8Array<ArrayBuffer> | undefined)[] = []
  #size = 0
  #open = 0
  #inBlock = 0
  #block: Record<number, EntryDetails> = {}

  /** Positions must ascend. */
  add(position: number, details: EntryDetails): void {
    const number = Math.floor(position / blockSize)
    if (number !== this.#open) {
      this.#close()
      this.#open = number
    }
    this.#block[position] = details
    this.#inBlock++
    this.#size++
  }

  /** All that was added. */
  packed(): PackedDetails {
    this.#close()
    return new PackedDetails(this.#size, this.#blocks)
  }

  #close(): void {
    if (this.#inBlock === 0) return
    // A copy of its own: what the encoder returns may be a part of a larger buffer, which would be handed over with it.
    this.#blocks[this.#open] = new TextEncoder().encode(JSON.stringify(this.#block)).slice()
    this.#block = {}
    this.#inBlock = 0
  }
}

/** Of a list whose entries are phones and nothing else. */
export const noDetails = new PackedDetails(0, [])
