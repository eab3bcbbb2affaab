import type { Caller, ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { onAccount } from '../permission/callers.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Group } from './group.ts'
import { removeGroup } from './remove-group.ts'

/** Groups that are looked for, and removed, at a time. */
const batch = 100

/**
 * Removes the groups of all accounts whose planned deletion has come, each as one change. Returns how many it removed.
 * A group whose deletion was cancelled meanwhile, or done by somebody else, is left alone.
 */
export async function removeDueGroups(core: Core, caller: ServerCaller): Promise<number> {
  mustBeAllowed(caller, 'group.remove')
  let removed = 0
  for (;;) {
    const now = core.clock.now()
    const due = await core.store.groups.due(now, batch)
    const outcomes = await Promise.all(
      due.map((group) => removeDueGroup(core, onAccount(caller, group.accountId), group, now)),
    )
    removed += outcomes.filter(Boolean).length
    if (due.length < batch) return removed
  }
}

async function removeDueGroup(core: Core, caller: Caller, { id }: Group, now: number): Promise<boolean> {
  try {
    await removeGroup(
      core,
      caller,
      { id },
      {
        check: (group) => {
          const isDue = group.plannedDeletionAt !== null && group.plannedDeletionAt <= now
          if (!isDue) throw new Refusal('conflict', 'the planned deletion was cancelled')
        },
      },
    )
    return true
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'unavailable') return false
    throw error
  }
}
