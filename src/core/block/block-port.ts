import type { Block } from './block.ts'

/** The addresses that a dialect answers no more for a time. One whose time is over reads as absent. */
export interface BlockReader {
  get(dialect: string, address: string, now: number): Promise<Block | undefined>
  all(now: number): Promise<Block[]>
}

/** Writes blocks. */
export interface BlockWriter extends BlockReader {
  /** Blocks the address, or sets the time of the block that there is. Forgets blocks whose time is over. */
  put(block: Block): Promise<void>
  remove(block: Block): Promise<void>
}
