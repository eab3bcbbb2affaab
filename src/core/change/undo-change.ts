import { operatorOf } from '../account/operator.ts'
import type { Contact } from '../contact/contact.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import type { Extension } from '../extension/extension.ts'
import type { Group } from '../group/group.ts'
import { snapshotGroup } from '../group/snapshot-group.ts'
import type { Transaction } from '../ports.ts'
import type { Change, ChangeDraft, Snapshot } from './change.ts'

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
    if (!isSame(current, change.after)) {
      throw new Refusal('conflict', `the ${change.noun} has changed since: undo the later changes first`)
    }
    await shelf.put(tx, change)
    const undone: ChangeDraft = {
      noun: change.noun,
      verb: change.before === null ? 'remove' : change.after === null ? 'add' : 'update',
      subject: change.subject,
      before: change.after,
      after: change.before,
    }
    return { answer: undone, change: undone }
  })
}

/** How things of one noun are taken out and put back. */
interface Shelf {
  current(tx: Transaction, accountId: number, id: number): Promise<Snapshot | null>
  put(tx: Transaction, change: Change): Promise<void>
}

const shelves: Partial<Record<Change['noun'], Shelf>> = {
  group: {
    async current(tx, accountId, id) {
      const group = await tx.groups.lock(accountId, { id })
      return group ? snapshotGroup(group) : null
    },
    async put(tx, { accountId, before, after }) {
      const current = after && (await tx.groups.lock(accountId as number, { id: after.id as number }))
      // Reserved entry ids are not part of the state: the next entry gets an id that none had before.
      const { nextEntryId, endEntryId } = current ?? { nextEntryId: 0, endEntryId: 0 }
      const wanted = before && ({ ...before, nextEntryId, endEntryId } as unknown as Group)
      if (current && wanted) await tx.groups.update(current, wanted)
      else if (current) await tx.groups.remove(current)
      else if (wanted) await tx.groups.insert(wanted)
    },
  },
  extension: {
    async current(tx, accountId, id) {
      const extension = await tx.extensions.lock(accountId, { id })
      return extension ? { ...extension } : null
    },
    async put(tx, { before, after }) {
      const wanted = before as unknown as Extension | null
      const isFree = !wanted || (await (after ? tx.extensions.update(wanted) : tx.extensions.insert(wanted)))
      if (!isFree) throw new Refusal('number_taken', `another extension has the number ${wanted.number} by now`)
      if (!wanted) await tx.extensions.remove(after as unknown as Extension)
    },
  },
  contact: {
    async current(tx, accountId, id) {
      const contact = await tx.contacts.lock(accountId, { id })
      return contact ? { ...contact } : null
    },
    async put(tx, { before, after }) {
      const wanted = before as unknown as Contact | null
      if (wanted) await (after ? tx.contacts.update(wanted) : tx.contacts.insert(wanted))
      else await tx.contacts.remove(after as unknown as Contact)
    },
  },
}

function idOf(change: Change): number {
  return (change.after ?? change.before)?.id as number
}

/** States are the same when all members are, in whatever order. */
function isSame(one: Snapshot | null, other: Snapshot | null): boolean {
  return canonical(one) === canonical(other)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
