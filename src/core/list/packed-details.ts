import type { EntryDetails } from '../entry/entry.ts'

/** Entries whose details are packed into one block: as many as a chunk has. */
const blockSize = 4000

/**
 * The details of a list's entries, by position. They are JSON in blocks of 4,000 positions, of which one at a time is
 * unpacked: the details of position 9000 are in block 2. A million objects would take four times the memory. Buffers
 * can also be handed to another thread.
 */
export class PackedDetails {
  /** Entries that have details. */
  readonly size: number
  readonly blocks: readonly (Uint8Array<ArrayBuffer> | undefined)[]
  #open = -1
  #block: Readonly<Record<number, EntryDetails>> = {}

  constructor(size: number, blocks: PackedDetails['blocks']) {
    this.size = size
    this.blocks = blocks
  }

  /** The details of the entry at a position. Cheapest when positions are asked for in order. */
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

  /** Adds the details of an entry. Positions must ascend. */
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
    // A copy is kept: the encoder may return a part of a larger buffer, all of which would be handed over with it.
    this.#blocks[this.#open] = new TextEncoder().encode(JSON.stringify(this.#block)).slice()
    this.#block = {}
    this.#inBlock = 0
  }
}

/** The details of a list whose entries are phones and nothing else. */
export const noDetails = new PackedDetails(0, [])
