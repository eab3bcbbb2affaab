import type { Core } from '../core.ts'
import type { Block } from './block.ts'

/** The blocks that hold now, the first to end first. */
export function findBlocks(core: Core): Promise<Block[]> {
  return core.store.blocks.all(core.clock.now())
}

/** The block of an address in a dialect, if it holds now. */
export function findBlock(core: Core, dialect: string, address: string): Promise<Block | undefined> {
  return core.store.blocks.get(dialect, address, core.clock.now())
}
