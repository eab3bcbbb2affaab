import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Entry, EntryDetails } from './entry.ts'
import { writeEntries } from './write-entries.ts'

/** The fields of an entry to change. An absent field keeps its value; `null` clears it. */
export interface EntryUpdate {
  readonly phone?: string
  readonly details?: { readonly [Name in keyof EntryDetails]?: string | null }
}

/**
 * Changes an entry and returns it as it is now. Its id and its place stay.
 *
 * @throws Refusal `not_found`, or `number_taken` of `phone` when another entry of the group has that phone.
 */
export function updateEntry(core: Core, caller: Caller, id: number, update: EntryUpdate): Promise<Entry> {
  mustBeAllowed(caller, 'entry.update')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    const group = mustExist(await tx.groups.lock(accountId, { entryId: id }), 'entry')
    const before = mustExist(await tx.lists.entry(accountId, group.listId, id), 'entry')
    const after: Entry = {
      id,
      phone: update.phone ?? before.phone,
      details: merge(before.details, update.details),
    }
    if (after.phone !== before.phone) {
      const others = await tx.lists.byPhones(accountId, group.listId, [after.phone])
      if (others.size > 0) throw new Refusal('number_taken', 'another entry of the group has this phone', 'phone')
    }
    const { change } = await writeEntries(core, tx, group, { changed: [after] })
    return { answer: after, change }
  })
}

function merge(before: EntryDetails | undefined, update: EntryUpdate['details']): EntryDetails | undefined {
  const merged = Object.entries({ ...before, ...update }).filter(([, value]) => typeof value === 'string')
  return merged.length > 0 ? Object.fromEntries(merged) : undefined
}
