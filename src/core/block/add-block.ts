import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Block } from './block.ts'

/** Keeps an address from a dialect until the block's time is over. */
export function addBlock(core: Core, caller: ServerCaller, block: Block): Promise<Block> {
  mustBeAllowed(caller, 'block.add')
  const { dialect, address, createdAt } = block
  return core.store.write(authorOf(caller), async (tx) => {
    const before = await tx.blocks.get(dialect, address, createdAt)
    await tx.blocks.put(block)
    return {
      answer: block,
      change: {
        noun: 'block',
        verb: before ? 'update' : 'add',
        subject: address,
        before: before ? { ...before } : null,
        after: { ...block },
      },
    }
  })
}
