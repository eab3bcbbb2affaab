import { checkTrunkManager, mustBeUnused } from '../trunk-manager/check-trunk-manager.ts'
import type { TrunkManager } from '../trunk-manager/trunk-manager.ts'
import type { Shelf } from './shelf.ts'

/** Undoes changes of trunk managers. One that comes back needs its trunk, and a title that is free; one that goes, no campaign. */
export const trunkManagerShelf: Shelf = {
  async current(tx, accountId, state) {
    await tx.accounts.lock(accountId)
    const found = await tx.trunkManagers.lock(accountId, { id: state.id as number })
    return found ? { ...found } : null
  },
  async put(tx, current, wanted) {
    const before = (current ?? undefined) as unknown as TrunkManager | undefined
    if (!wanted) {
      await mustBeUnused(tx, before as TrunkManager)
      return tx.trunkManagers.remove(before as TrunkManager)
    }
    const restored = wanted as unknown as TrunkManager
    await checkTrunkManager(tx, before, restored)
    await (before ? tx.trunkManagers.update(restored) : tx.trunkManagers.insert(restored))
  },
}
