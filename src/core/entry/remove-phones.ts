import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { GroupRef } from '../group/group.ts'
import { type EntryList, phonesOf } from '../list/entry-list.ts'
import { phoneCode } from '../list/phone-code.ts'
import { rankOf, sortedPhonesOf } from '../list/sorted-phones.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { phonesAtMost } from './edit-phones.ts'
import { writeSet } from './set-phones.ts'
import { writeEntries } from './write-entries.ts'

/**
 * Takes phones out of a group in one change, however many they are. Up to {@link phonesAtMost} cost what they are, more of them go
 * through the list once, ahead of the write. Returns which of them were there. Without a phone nothing is written.
 *
 * @throws Refusal `not_found`.
 */
export async function removePhones(
  core: Core,
  caller: Caller,
  ref: GroupRef,
  phones: EntryList,
): Promise<(phone: string) => boolean> {
  mustBeAllowed(caller, 'entry.remove')
  const count = phones.codes.length
  if (count === 0) return () => false
  if (count <= phonesAtMost) {
    const gone = new Set(await removeFew(core, caller, ref, phonesOf(phones)))
    return (phone) => gone.has(phone)
  }
  const given = sortedPhonesOf(phones)
  // A function cannot be kept with a request that may come again: some megabytes of marks would be.
  return writeSet(core, caller, ref, { mode: 'remove', phones, given }, ({ held }) => (phone: string) => {
    return held[rankOf(given, phoneCode(phone), phone)] === 1
  })
}

function removeFew(core: Core, caller: Caller, ref: GroupRef, phones: readonly string[]): Promise<string[]> {
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.groups.lock(accountId, ref), 'group')
    const known = await tx.lists.byPhones(accountId, before.listId, phones)
    const { change } = await writeEntries(core, tx, before, { removed: [...known.values()].map(({ id }) => id) })
    return { answer: [...known.keys()], change }
  })
}
