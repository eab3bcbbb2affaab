import { authorOf } from '../author.ts'
import type { AnyCaller } from '../caller.ts'
import type { ChangeDraft, Snapshot } from '../change/change.ts'
import { agrees } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { shelves } from './shelves.ts'

/**
 * Puts back what a change replaced. A group gets back the list version that it pointed at, however long the list is.
 * The undo is a change of its own, and can be undone in turn. A change of another account reads as absent, unless all
 * accounts are open for the caller.
 *
 * @throws Refusal `not_found`; `invalid_value` when changes of that noun cannot be undone; `conflict` when the thing
 * has changed since; `number_taken` when a removed extension's number is in use by now; `name_taken` when an account's
 * name is.
 */
export async function undoChange(core: Core, caller: AnyCaller, number: number): Promise<ChangeDraft> {
  mustBeAllowed(caller, 'change.undo')
  const found = await core.store.changes.get(number)
  const isOpen = caller.accountId === null || found?.accountId === caller.accountId
  const change = mustExist(isOpen ? found : undefined, `change as ${number}`)
  const shelf = shelves[change.noun]
  const { accountId } = change
  if (!shelf || (accountId === null && change.noun !== 'account')) {
    throw new Refusal('invalid_value', `changes of ${change.noun}s cannot be undone`)
  }
  return core.store.write(authorOf(caller, accountId), async (tx) => {
    mustExist(await tx.changes.lock(number), `change as ${number}`)
    const current = await shelf.current(tx, accountId ?? 0, (change.after ?? change.before) as Snapshot)
    const isUntouched = current && change.after ? agrees(current, change.after) : current === change.after
    if (!isUntouched) {
      throw new Refusal('conflict', `the ${change.noun} has changed since: undo the later changes first`)
    }
    const before = withoutPastDeletion(change.before, core.clock.now())
    await shelf.put(tx, current, before && { ...current, ...before }, core)
    const undone: ChangeDraft = {
      noun: change.noun,
      verb: change.before === null ? 'remove' : change.after === null ? 'add' : 'update',
      subject: change.subject,
      before: change.after,
      after: before,
    }
    return { answer: undone, change: undone }
  })
}

/** Leaves out a planned deletion whose time is over: it would remove the restored group at once. */
function withoutPastDeletion(state: Snapshot | null, now: number): Snapshot | null {
  const at = state?.plannedDeletionAt
  return typeof at === 'number' && at <= now ? { ...state, plannedDeletionAt: null } : state
}
