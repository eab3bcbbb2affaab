import type { EntryDetails } from '../core/entry/entry.ts'
import type { DetailsByPosition, EntryList } from '../core/entry/entry-list.ts'

/** Entries whose details are unpacked at once: as many as a chunk has. */
const blockSize = 4000

/** A list as it crosses to another thread: what is large is in buffers, which are handed over and not copied. */
export interface PackedList extends Pick<EntryList, 'codes' | 'sortedCodes' | 'phones'> {
  readonly detailCount: number
  /** JSON of the details, by their positions, of {@link blockSize} entries each. */
  readonly details: readonly Uint8Array[]
}

/** Packs a list, and names the buffers to hand over. */
export function packList({ codes, sortedCodes, phones, details }: EntryList): {
  readonly list: PackedList
  readonly buffers: ArrayBuffer[]
} {
  const blocks: Uint8Array<ArrayBuffer>[] = []
  for (let start = 0; details.size > 0 && start < codes.length; start += blockSize) {
    const block: Record<number, EntryDetails> = {}
    for (let position = start; position < Math.min(start + blockSize, codes.length); position++) {
      const detail = details.get(position)
      if (detail) block[position] = detail
    }
    blocks.push(new TextEncoder().encode(JSON.stringify(block)))
  }
  return {
    list: { codes, sortedCodes, phones, detailCount: details.size, details: blocks },
    buffers: [...new Set([codes, sortedCodes, ...blocks].map(({ buffer }) => buffer as ArrayBuffer))],
  }
}

/** The list again. Its details are unpacked block by block as they are asked for, so that nobody waits for all of them. */
export function unpackList({ codes, sortedCodes, phones, detailCount, details }: PackedList): EntryList {
  return { codes, sortedCodes, phones, details: new BlockDetails(detailCount, details) }
}

class BlockDetails implements DetailsByPosition {
  readonly size: number
  readonly #blocks: readonly Uint8Array[]
  #open = -1
  #block: Readonly<Record<number, EntryDetails>> = {}

  constructor(size: number, blocks: readonly Uint8Array[]) {
    this.size = size
    this.#blocks = blocks
  }

  get(position: number): EntryDetails | undefined {
    const number = Math.floor(position / blockSize)
    if (number !== this.#open) {
      const bytes = this.#blocks[number]
      this.#block = bytes ? JSON.parse(new TextDecoder().decode(bytes)) : {}
      this.#open = number
    }
    return this.#block[position]
  }
}
