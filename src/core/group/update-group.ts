import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { lockParent } from '../folder/lock-parent.ts'
import type { EntryList } from '../list/entry-list.ts'
import type { ListReader } from '../list/list-port.ts'
import { countOf, type NewList } from '../list/staged-list.ts'
import { withStaged } from '../list/with-staged.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Transaction } from '../ports.ts'
import { mustBeThere } from '../upload/find-upload.ts'
import { type Group, type GroupFields, type GroupRef, hasColumns } from './group.ts'
import { reserveEntryIds } from './reserve-entry-ids.ts'
import { snapshotGroup } from './snapshot-group.ts'

/** The fields of a group to change. An absent field keeps its value. Given entries replace the whole list. */
export interface GroupUpdate extends GroupFields {
  readonly entries?: EntryList
  /** The name of an uploaded file whose list replaces the group's. It must not come together with entries. */
  readonly upload?: string
  readonly madeFrom?: MadeFrom
  /**
   * Makes the entries in the transaction, from the group and its list as they are then; undefined leaves the list as it is. It is for
   * short lists, since other writes wait meanwhile. It must not come together with entries or an upload.
   */
  readonly remake?: (group: Group, lists: ListReader) => Promise<EntryList | undefined>
}

/** The list version that a caller has looked at to make another of it. */
export interface MadeFrom {
  readonly listId: string | null
  /** Whether the caller took nothing over from it. Any other version whose entries have no details is as good then. */
  readonly isPlain: boolean
}

/** The group has got another list since the caller looked at it, so that the caller must look again. */
export class StaleList extends Error {}

/**
 * Changes a group and returns it as it is now. A write in which nothing differs is an update too. `check` gets the
 * group as it would be and may refuse it, for a caller whose rules are stricter than those that the group was written
 * under.
 *
 * @throws Refusal `not_found`, or `invalid_value` of `folderId` when there is no such folder, of `filename` when there
 * is no such upload.
 * @throws StaleList when the group has another list than `madeFrom` says.
 */
export function updateGroup(
  core: Core,
  caller: Caller,
  ref: GroupRef,
  update: GroupUpdate,
  check?: (merged: Group) => void,
): Promise<Group> {
  mustBeAllowed(caller, 'group.update')
  return withStaged(core, caller.accountId, update.entries, (entries) =>
    writeUpdate(core, caller, ref, { ...update, entries }, check),
  )
}

function writeUpdate(
  core: Core,
  caller: Caller,
  ref: GroupRef,
  update: Omit<GroupUpdate, 'entries'> & { readonly entries: NewList | undefined },
  check?: (merged: Group) => void,
): Promise<Group> {
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.groups.lock(caller.accountId, ref), 'group')
    if (update.madeFrom) await refuseStale(tx, before, update.madeFrom)
    const folderId = update.folderId === undefined ? before.folderId : update.folderId
    if (folderId !== before.folderId) await lockMove(tx, before, folderId)
    const taken = update.upload === undefined ? {} : await takeUpload(tx, before, update.upload, core.clock.now())
    const entries = update.remake ? await update.remake(before, tx.lists) : update.entries
    const after: Group = {
      ...before,
      ...(entries && (await replaceList(tx, before, entries))),
      ...taken,
      name: update.name ?? before.name,
      description: update.description === undefined ? before.description : update.description,
      // Titles that stay are the same object, which costs no comparison.
      columns:
        taken.columns || update.columns ? { ...before.columns, ...taken.columns, ...update.columns } : before.columns,
      folderId,
      plannedDeletionAt: update.plannedDeletionAt === undefined ? before.plannedDeletionAt : update.plannedDeletionAt,
      updatedAt: core.clock.now(),
    }
    check?.(after)
    await tx.groups.update(before, after)
    return {
      answer: after,
      change: {
        noun: 'group',
        verb: 'update',
        subject: after.name,
        ...difference(snapshotGroup(before), snapshotGroup(after)),
      },
    }
  })
}

/**
 * Locks the folders of a move. The counts of two folders change: without the lock of the tree two moves in opposite
 * directions would wait for each other.
 */
async function lockMove(tx: Transaction, { accountId }: Group, folderId: number | null): Promise<void> {
  await tx.folders.lockTree(accountId)
  await lockParent(tx, accountId, folderId, 'folderId')
}

async function refuseStale(tx: Transaction, group: Group, { listId, isPlain }: MadeFrom): Promise<void> {
  if (group.listId === listId) return
  if (!isPlain) throw new StaleList()
  for await (const { details } of tx.lists.parts(group.accountId, group.listId)) {
    if (details.size > 0) throw new StaleList()
  }
}

/**
 * The list of an uploaded file, with its columns.
 *
 * @throws StaleList when the group has columns of its own by now: the caller must leave those of the file out.
 */
async function takeUpload(tx: Transaction, group: Group, filename: string, now: number): Promise<Partial<Group>> {
  const { listId, count, titles } = mustBeThere(await tx.uploads.get(group.accountId, filename, now))
  if (hasColumns(group)) throw new StaleList()
  if (count === 0) return { listId: null, count }
  const { first, reserved } = await reserveEntryIds(tx, group, count)
  const columns = { ...group.columns, ...titles }
  return { listId: await tx.lists.copy(group.accountId, listId, first), count, columns, ...reserved }
}

async function replaceList(tx: Transaction, group: Group, list: NewList): Promise<Partial<Group>> {
  const count = countOf(list)
  if (count === 0) return { listId: null, count }
  const { first, reserved } = await reserveEntryIds(tx, group, count)
  return { listId: await tx.lists.insert(group.accountId, list, first), count, ...reserved }
}
