import type { Campaign } from '../campaign/campaign.ts'
import { Refusal } from '../errors.ts'
import type { Transaction } from '../ports.ts'
import type { Shelf } from './shelf.ts'

/**
 * Undoes changes of campaigns: of their settings, their adding while they have not begun, their removal, a pause and a resumption.
 * What was called stays called, so that a start or an end is not undone.
 */
export const campaignShelf: Shelf = {
  async current(tx, accountId, state) {
    const found = await tx.campaigns.lock(accountId, { id: state.id as number })
    return found ? { ...found } : null
  },
  async put(tx, current, wanted) {
    const before = current as unknown as Campaign | null
    const restored = wanted as unknown as Campaign | null
    if (!restored) return tx.campaigns.remove(mustNotRun(before as Campaign))
    if (restored.trunkManagerId !== before?.trunkManagerId) await mustHaveManager(tx, restored)
    if (!before) return tx.campaigns.insert(restored)
    const isPause = goesOn(before) && goesOn(restored)
    if (before.repeat !== restored.repeat || (before.state !== restored.state && !isPause)) {
      throw new Refusal(
        'conflict',
        `a campaign that was ${restored.state} cannot be so again: stop it, or run it again`,
      )
    }
    await tx.campaigns.update(restored)
  },
}

async function mustHaveManager(tx: Transaction, { accountId, trunkManagerId }: Campaign): Promise<void> {
  if (await tx.trunkManagers.lock(accountId, { id: trunkManagerId })) return
  throw new Refusal('conflict', 'the trunk manager that it called by is gone: undo its removal first')
}

function goesOn({ state }: Campaign): boolean {
  return state === 'running' || state === 'paused'
}

function mustNotRun(campaign: Campaign): Campaign {
  if (goesOn(campaign)) throw new Refusal('conflict', 'the campaign has begun: stop it first')
  return campaign
}
