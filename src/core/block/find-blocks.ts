import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Block } from './block.ts'

/** The blocks that hold now, the first to end first. */
export function findBlocks(core: Core, caller: ServerCaller): Promise<Block[]> {
  mustBeAllowed(caller, 'block.find')
  return core.store.blocks.all(core.clock.now())
}

/** The block of an address in a dialect; undefined when none holds now. */
export function findBlock(
  core: Core,
  caller: ServerCaller,
  dialect: string,
  address: string,
): Promise<Block | undefined> {
  mustBeAllowed(caller, 'block.find')
  return core.store.blocks.get(dialect, address, core.clock.now())
}
