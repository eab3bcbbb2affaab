import { operatorOf } from '../account/operator.ts'
import type { Contact } from '../contact/contact.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import type { Extension } from '../extension/extension.ts'
import { numberTaken } from '../extension/number-taken.ts'
import type { Group } from '../group/group.ts'
import type { Transaction } from '../ports.ts'
import type { Change, ChangeDraft, Snapshot } from './change.ts'
import { agrees } from './difference.ts'

/**
 * Puts back what a change replaced: for a group the list version that it pointed at, whatever its length. This is a change
 * of its own, which can be undone in turn.
 *
 * @throws Refusal `not_found`, `invalid_value` when changes of that noun cannot be undone, `conflict` when the thing has
 * changed since, `number_taken` when a removed extension's number is in use by now.
 */
export async function undoChange(core: Core, number: number): Promise<ChangeDraft> {
  const change = mustExist(await core.store.changes.get(number), `change as ${number}`)
  const shelf = shelves[change.noun]
  const accountId = change.accountId
  if (!shelf || accountId === null) {
    throw new Refusal('invalid_value', `changes of ${change.noun}s cannot be undone`)
  }
  return core.store.write(operatorOf(accountId), async (tx) => {
    const current = await shelf.current(tx, accountId, idOf(change))
    const isUntouched = current && change.after ? agrees(current, change.after) : current === change.after
    if (!isUntouched) {
      throw new Refusal('conflict', `the ${change.noun} has changed since: undo the later changes first`)
    }
    const before = withoutPastDeletion(change.before, core.clock.now())
    await shelf.put(tx, current, before && { ...current, ...before })
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

/** How things of one noun are taken out and put back. */
interface Shelf {
  current(tx: Transaction, accountId: number, id: number): Promise<Snapshot | null>
  put(tx: Transaction, current: Snapshot | null, wanted: Snapshot | null): Promise<void>
}

const shelves: Partial<Record<Change['noun'], Shelf>> = {
  group: {
    // With its reserved entry ids, so that what is put back goes on from there: no entry id is ever handed out twice.
    current: async (tx, accountId, id) => asSnapshot(await tx.groups.lock(accountId, { id })),
    async put(tx, current, wanted) {
      if (!wanted) await tx.groups.remove(current as unknown as Group)
      else if (current) await tx.groups.update(current as unknown as Group, wanted as unknown as Group)
      else await tx.groups.insert({ ...nothingReserved, ...wanted } as unknown as Group)
    },
  },
  extension: {
    current: async (tx, accountId, id) => asSnapshot(await tx.extensions.lock(accountId, { id })),
    async put(tx, current, wanted) {
      if (!wanted) return tx.extensions.remove(current as unknown as Extension)
      const extension = wanted as unknown as Extension
      const isFree = await (current ? tx.extensions.update(extension) : tx.extensions.insert(extension))
      if (!isFree) throw numberTaken(extension.number)
    },
  },
  contact: {
    current: async (tx, accountId, id) => asSnapshot(await tx.contacts.lock(accountId, { id })),
    async put(tx, current, wanted) {
      if (!wanted) await tx.contacts.remove(current as unknown as Contact)
      else
        await (current
          ? tx.contacts.update(wanted as unknown as Contact)
          : tx.contacts.insert(wanted as unknown as Contact))
    },
  },
}

const nothingReserved = { nextEntryId: 0, endEntryId: 0 }

function asSnapshot(found: object | undefined): Snapshot | null {
  return found ? { ...found } : null
}

/** A planned deletion whose time is over would take at once what was put back. */
function withoutPastDeletion(state: Snapshot | null, now: number): Snapshot | null {
  const at = state?.plannedDeletionAt
  return typeof at === 'number' && at <= now ? { ...state, plannedDeletionAt: null } : state
}

function idOf(change: Change): number {
  return (change.after ?? change.before)?.id as number
}
