import { authorOf } from '../author.ts'
import type { AnyCaller } from '../caller.ts'
import { batchChange, stepsOf } from '../change/batch-change.ts'
import { type Change, type ChangeDraft, type Snapshot, withoutImport } from '../change/change.ts'
import { agrees } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { batchShelves } from './batch-shelves.ts'
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
  const { accountId } = change
  if (batchShelves[change.noun] && accountId !== null) return undoBatch(core, caller, change, accountId)
  const shelf = shelves[change.noun]
  if (!shelf || (accountId === null && change.noun !== 'account' && change.noun !== 'sip-network')) {
    throw new Refusal('invalid_value', `changes of ${change.noun}s cannot be undone`)
  }
  return core.store.write(authorOf(caller, accountId), async (tx) => {
    mustExist(await tx.changes.lock(number), `change as ${number}`)
    const after = change.after && withoutImport(change.after)
    const current = await shelf.current(tx, accountId ?? 0, (after ?? change.before) as Snapshot)
    refuseTouched(`the ${change.noun}`, current, after)
    const before = withoutPastDeletion(change.before, core.clock.now())
    await shelf.put(tx, current, before && { ...current, ...before }, core)
    const undone: ChangeDraft = {
      noun: change.noun,
      verb: change.before === null ? 'remove' : after === null ? 'add' : 'update',
      subject: change.subject,
      before: after,
      after: before,
    }
    return { answer: undone, change: undone }
  })
}

/** Undoes a change of many things, all of them or none. */
function undoBatch(core: Core, caller: AnyCaller, change: Change, accountId: number): Promise<ChangeDraft> {
  return core.store.write(authorOf(caller, accountId), async (tx) => {
    mustExist(await tx.changes.lock(change.number), `change as ${change.number}`)
    const steps = stepsOf(change)
    const batch = mustExist(await batchShelves[change.noun]?.(tx, accountId, steps), 'batch')
    const turns = steps.map(({ before, after }) => {
      const current = batch.found.get((after ?? before)?.id as number) ?? null
      refuseTouched(`one of the ${change.noun}`, current, after)
      return { current, wanted: before && { ...current, ...before } }
    })
    const undone = batchChange(change.noun, change.subject, await batch.put(turns))
    return { answer: undone, change: undone }
  })
}

/**
 * Refuses where a thing is not any more what a change has made of it.
 *
 * @throws Refusal `conflict`.
 */
function refuseTouched(thing: string, current: Snapshot | null, after: Snapshot | null): void {
  if (current && after ? agrees(current, after) : current === after) return
  throw new Refusal('conflict', `${thing} has changed since: undo the later changes first`)
}

/** Leaves out a planned deletion whose time is over: it would remove the restored group at once. */
function withoutPastDeletion(state: Snapshot | null, now: number): Snapshot | null {
  const at = state?.plannedDeletionAt
  return typeof at === 'number' && at <= now ? { ...state, plannedDeletionAt: null } : state
}
