import type { Core } from '../core.ts'
import type { Block } from './block.ts'

/** Keeps an address from a dialect for `lasts` milliseconds from now. */
export function addBlock(core: Core, dialect: string, address: string, lasts: number): Promise<Block> {
  return core.store.write({ accountId: null, credentialId: null, origin: dialect }, async (tx) => {
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
