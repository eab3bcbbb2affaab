import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Block } from './block.ts'

/** Keeps an address from a dialect for `lasts` milliseconds from now. */
export function addBlock(
  core: Core,
  caller: ServerCaller,
  dialect: string,
  address: string,
  lasts: number,
): Promise<Block> {
  mustBeAllowed(caller, 'block.add')
  return core.store.write(authorOf(caller), async (tx) => {
    const now = core.clock.now()
    const block: Block = { dialect, address, createdAt: now, until: now + lasts }
    const before = await tx.blocks.get(dialect, address, now)
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
