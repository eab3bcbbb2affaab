import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { EntryDetails } from '../entry/entry.ts'
import { mustExist, Refusal } from '../errors.ts'
import { giveWay } from '../give-way.ts'
import { type EntryList, emptyEntryList, phoneAt, phonesOf } from '../list/entry-list.ts'
import { joinPhones } from '../list/entry-list-builder.ts'
import type { ListPart, ListReader } from '../list/list-port.ts'
import { noValues, type PackedValues, ValuesPacker } from '../list/packed-values.ts'
import { noCode } from '../list/phone-code.ts'
import { storedPhone } from '../list/stored-phone.ts'
import { readNumber } from '../number/read-number.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { findUpload } from '../upload/find-upload.ts'
import { type Group, type GroupFields, type GroupRef, hasColumns } from './group.ts'
import { StaleList, updateGroup } from './update-group.ts'

/** The fields to change, for a caller that knows nothing of a group's entries but their phones. */
export interface PhonesUpdate extends GroupFields {
  /** The phones that the group shall have, in order. */
  readonly phones?: EntryList
  /** The name of an uploaded file whose phones follow those of `phones`. */
  readonly upload?: string
  /**
   * Phones that the caller's rule forbids, by their items in the caller's list: 1 is the first. Each may stay in the
   * group, but must not be new in it.
   */
  readonly strange?: PackedValues<string>
}

/** Entries that are gone through at a time; others are served in between. */
const atOnce = 4000

/** Entries of lists, the group's and the given one, that are compared within the transaction, at the most. */
const shortAtMost = 1000

/** The group's list is too long to be looked at within a transaction. */
class LongList extends Error {}

/**
 * Changes a group whose phones another dialect may have written. A phone that stays keeps the details of its entry. The
 * same phones in the same order leave the list as it is, with the ids of its entries.
 *
 * A short list is made within the transaction. A longer one is made ahead of it, from the list version that the group has then.
 * When the group has got another version by the time of the write, all of it begins anew.
 *
 * @throws Refusal `not_found`, or `invalid_value` of `numbers` when a strange phone is not in the list, of `filename`
 * when there is no such upload.
 */
export async function updatePhones(core: Core, caller: Caller, ref: GroupRef, update: PhonesUpdate): Promise<Group> {
  mustBeAllowed(caller, 'group.update')
  const { phones, upload, strange = noValues, ...fields } = update
  const { lists } = core.store
  if (!phones && upload === undefined) return updateGroup(core, caller, ref, fields)
  if (phones && upload === undefined && phones.codes.length <= shortAtMost) {
    const remake = async (before: Group, lists: ListReader): Promise<EntryList | undefined> => {
      if (before.count > shortAtMost) throw new LongList()
      const { carried, isKept } = await look(lists, before, phones, strange)
      return isKept ? undefined : withDetails(phones, carried)
    }
    try {
      return await updateGroup(core, caller, ref, { ...fields, remake })
    } catch (error) {
      if (!(error instanceof LongList)) throw error
    }
  }
  for (;;) {
    const before = mustExist(await core.store.groups.get(caller.accountId, ref), 'group')
    // An upload alone is taken over as it is, with its columns, where nothing has to be added to it: a long one costs
    // nothing. A group with columns of its own takes only its phones.
    const isAlone = upload !== undefined && !phones && !hasColumns(before)
    let next = isAlone ? undefined : await joined(core, caller, phones, upload)
    let { carried, isKept } = await look(lists, before, next, strange)
    if (isAlone && carried.size > 0) {
      next = await joined(core, caller, phones, upload)
      ;({ carried, isKept } = await look(lists, before, next, strange))
    }
    const entries = next && !isKept ? await withDetails(next, carried) : undefined
    try {
      return await updateGroup(core, caller, ref, {
        ...fields,
        ...(entries && { entries }),
        ...(!next && { upload }),
        madeFrom: { listId: before.listId, isPlain: carried.size === 0 && strange.size === 0 && !isKept },
      })
    } catch (error) {
      if (!(error instanceof StaleList)) throw error
    }
  }
}

async function joined(
  core: Core,
  caller: Caller,
  phones: EntryList = emptyEntryList,
  upload: string | undefined,
): Promise<EntryList> {
  if (upload === undefined) return phones
  const { listId } = await findUpload(core, caller, upload)
  return joinPhones(phones, await core.store.lists.phones(caller.accountId, listId))
}

/** The details of the entries of a group, by phone, and whether another list has the same phones in the same order. */
interface Look {
  readonly carried: ReadonlyMap<string, EntryDetails>
  readonly isKept: boolean
}

/**
 * Looks through the group's list once.
 *
 * @throws Refusal `invalid_value` of `numbers` for the first strange phone that the group does not have.
 */
async function look(
  lists: ListReader,
  { accountId, listId, count }: Group,
  next: EntryList | undefined,
  strange: PackedValues<string>,
): Promise<Look> {
  const carried = new Map<string, EntryDetails>()
  const unknown = new Set(strange.size > 0 ? strange.values() : undefined)
  let isSame = next?.codes.length === count
  let position = 0
  const lookAt = (part: ListPart): void => {
    for (const [phone, each] of part.details) {
      // An older version kept phones as they were given: `0912 111` is `0912111` now, unless that is there as well.
      const stored = storedPhone(phone)
      if (stored === phone || !carried.has(stored)) carried.set(stored, each)
    }
    if (unknown.size > 0) for (const phone of part.phones()) unknown.delete(phone)
    isSame &&= next !== undefined && standsAt(next, position, part)
    position += part.codes.length
  }
  if (count <= shortAtMost) for (const part of await lists.shortParts(accountId, listId)) lookAt(part)
  else {
    for await (const part of lists.parts(accountId, listId)) {
      // Between the parts of a long list others are served.
      if (position > 0) await giveWay()
      lookAt(part)
    }
  }
  if (unknown.size > 0) {
    for (const [item, phone] of strange.entries()) {
      if (unknown.has(phone)) throw new Refusal('invalid_value', `item ${item} ${problemOf(phone)}`, 'numbers')
    }
  }
  return { carried, isKept: next !== undefined && isSame }
}

/** Whether a list has the phones of a part from a position on. Most are compared by their codes, which costs next to nothing. */
function standsAt(list: EntryList, position: number, { codes, phones }: ListPart): boolean {
  for (let at = 0; at < codes.length; at++) if (codes[at] !== list.codes[position + at]) return false
  return !codes.includes(noCode) || phones().every((phone, at) => phoneAt(list, position + at) === phone)
}

/** The reason for which a strange phone is no number. */
function problemOf(phone: string): string {
  const read = readNumber(phone)
  return 'problem' in read ? read.problem : 'is not a phone number'
}

/** The list, with the details that its phones had in the group. */
async function withDetails(list: EntryList, carried: ReadonlyMap<string, EntryDetails>): Promise<EntryList> {
  if (carried.size === 0) return list
  const packer = new ValuesPacker<EntryDetails>()
  for (const [position, phone] of phonesOf(list).entries()) {
    if (position % atOnce === atOnce - 1) await giveWay()
    const details = carried.get(phone)
    if (details) packer.add(position, details)
  }
  return { ...list, details: packer.packed() }
}
