import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Block } from './block.ts'

/**
 * Ends the blocks of an address, in every dialect, before their time. Returns them.
 *
 * @throws Refusal `not_found`.
 */
export function liftBlock(core: Core, caller: ServerCaller, address: string): Promise<Block[]> {
  mustBeAllowed(caller, 'block.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const blocks = (await tx.blocks.all(core.clock.now())).filter((block) => block.address === address)
    if (blocks.length === 0) throw new Refusal('not_found', `${address} is not blocked`)
    for (const block of blocks) await tx.blocks.remove(block)
    return {
      answer: blocks,
      change: { noun: 'block', verb: 'remove', subject: address, before: { blocks }, after: null },
    }
  })
}
