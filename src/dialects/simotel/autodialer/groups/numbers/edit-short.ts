import type { Caller } from '../../../../../core/caller.ts'
import type { Core } from '../../../../../core/core.ts'
import { editPhones, phonesAtMost } from '../../../../../core/entry/edit-phones.ts'
import type { EditedPhones } from '../../../../../core/entry/set-phones.ts'
import type { GroupRef } from '../../../../../core/group/group.ts'
import { type EntryList, phonesOf } from '../../../../../core/list/entry-list.ts'
import { countOf } from '../../../../../core/list/staged-list.ts'

/** Edits a group by a few numbers, at a cost that is theirs and not that of the list; undefined for many. */
export async function editShort(
  core: Core,
  caller: Caller,
  ref: GroupRef,
  entries: EntryList,
  how: 'add' | 'remove',
): Promise<EditedPhones | undefined> {
  if (countOf(entries) > phonesAtMost) return undefined
  const none = { add: [], remove: [] }
  return editPhones(core, caller, ref, { ...none, [how]: phonesOf(entries), fields: {}, field: 'numbers' })
}
