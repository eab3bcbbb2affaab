import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import type { GroupFields, GroupRef } from '../group/group.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { EditedPhones } from './set-phones.ts'
import { writeEntries } from './write-entries.ts'

/** What becomes of the phones of a group, and of its texts. */
export interface PhonesEdit {
  /** Phones that the group shall have: those that it lacks come behind the others. */
  readonly add: readonly string[]
  /** Phones that it shall not have. One that it lacks is passed over. */
  readonly remove: readonly string[]
  readonly fields: Pick<GroupFields, 'name' | 'description'>
  /** The field that a refusal names. */
  readonly field: string
}

/** Phones of one edit, at the most: others wait until all of them are written. */
export const phonesAtMost = 10_000

/**
 * Adds phones to a group and takes others out of it, in one change. The cost is that of the edit, however long the list is. Returns
 * the group as it is now, and how many came and went.
 *
 * @throws Refusal `not_found`; `invalid_value` of the field for too many phones, and for one that is to go as well.
 */
export function editPhones(core: Core, caller: Caller, ref: GroupRef, edit: PhonesEdit): Promise<EditedPhones> {
  mustBeAllowed(caller, 'group.update')
  const add = new Set(edit.add)
  const remove = new Set(edit.remove)
  if (add.size + remove.size > phonesAtMost) {
    throw new Refusal('invalid_value', `more than ${phonesAtMost} numbers in one edit`, edit.field)
  }
  if (!add.isDisjointFrom(remove)) {
    throw new Refusal('invalid_value', 'a number is to be added and removed', edit.field)
  }
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.groups.lock(accountId, ref), 'group')
    const known = await tx.lists.byPhones(accountId, before.listId, [...add, ...remove])
    const added = [...add].filter((phone) => !known.has(phone)).map((phone) => ({ phone }))
    const removed = [...remove].flatMap((phone) => known.get(phone)?.id ?? [])
    const { after, change } = await writeEntries(core, tx, before, { added, removed, fields: edit.fields })
    return { answer: { group: after, added: added.length, removed: removed.length }, change }
  })
}
