import type { Block } from './block.ts'

/** Reads blocks. A block whose time is over reads as absent. */
export interface BlockReader {
  get(dialect: string, address: string, now: number): Promise<Block | undefined>
  all(now: number): Promise<Block[]>
}

/** Writes blocks. */
export interface BlockWriter extends BlockReader {
  /** Writes the block, in place of the one that the address has in the dialect. Forgets blocks whose time is over. */
  put(block: Block): Promise<void>
  remove(block: Block): Promise<void>
}
