import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Entry } from '../entry/entry.ts'
import { lockParent } from '../folder/lock-parent.ts'
import { type EntryList, emptyEntryList } from '../list/entry-list.ts'
import { joinEntries } from '../list/entry-list-builder.ts'
import { countOf, type NewList } from '../list/staged-list.ts'
import { withStaged } from '../list/with-staged.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Transaction } from '../ports.ts'
import { mustBeThere } from '../upload/find-upload.ts'
import type { Upload } from '../upload/upload.ts'
import { type Group, type GroupFields, noColumns } from './group.ts'
import { reserveEntryIds } from './reserve-entry-ids.ts'
import { snapshotGroup } from './snapshot-group.ts'

/** A group to be made. */
export interface NewGroup extends GroupFields {
  readonly name: string
  readonly entries?: EntryList
  /** The name of an uploaded file whose entries follow these. Its columns are those of the group. */
  readonly upload?: string
}

/**
 * Makes a group. Names need not be unique.
 *
 * @throws Refusal `invalid_value` of `filename` when there is no such upload, or it has expired; of `folderId` when there
 * is no such folder.
 */
export function createGroup(core: Core, caller: Caller, wanted: NewGroup): Promise<Group> {
  mustBeAllowed(caller, 'group.add')
  if (wanted.upload !== undefined) return writeGroup(core, caller, wanted, undefined)
  return withStaged(core, caller.accountId, wanted.entries, (list) => writeGroup(core, caller, wanted, list))
}

function writeGroup(core: Core, caller: Caller, wanted: NewGroup, list: NewList | undefined): Promise<Group> {
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    const now = core.clock.now()
    const folder = await lockParent(tx, accountId, wanted.folderId, 'folderId')
    const upload =
      wanted.upload === undefined ? undefined : mustBeThere(await tx.uploads.get(accountId, wanted.upload, now))
    const id = await tx.allocate(accountId, 'group', 1)
    const group: Group = {
      accountId,
      id,
      hexId: core.ids.hexId(),
      name: wanted.name,
      description: wanted.description ?? null,
      columns: { ...noColumns, ...upload?.titles, ...wanted.columns },
      folderId: folder?.id ?? null,
      plannedDeletionAt: wanted.plannedDeletionAt ?? null,
      contactCount: 0,
      ...(await writeFirstList(tx, { accountId, id, ...nothingReserved }, { ...wanted, list }, upload)),
      createdAt: now,
      updatedAt: now,
    }
    await tx.groups.insert(group)
    return {
      answer: group,
      change: { noun: 'group', verb: 'add', subject: group.name, before: null, after: snapshotGroup(group) },
    }
  })
}

type ListFields = Pick<Group, 'listId' | 'count' | 'nextEntryId' | 'endEntryId'>
type NamedGroup = Pick<Group, 'accountId' | 'id' | 'nextEntryId' | 'endEntryId'>

const nothingReserved = { nextEntryId: 0, endEntryId: 0 }

async function writeFirstList(
  tx: Transaction,
  group: NamedGroup,
  wanted: NewGroup & { readonly list: NewList | undefined },
  upload: Upload | undefined,
): Promise<ListFields> {
  const { accountId } = group
  if (!upload) return writeList(tx, group, wanted.list ?? emptyEntryList)
  const given = wanted.entries ?? emptyEntryList
  if (given.codes.length > 0) {
    const uploaded: Entry[] = []
    for await (const some of tx.lists.entriesInParts(accountId, upload.listId)) uploaded.push(...some)
    return writeList(tx, group, joinEntries(given, uploaded))
  }
  const { first, reserved } = await reserveEntryIds(tx, group, upload.count)
  const listId = await tx.lists.copy(accountId, upload.listId, first)
  return { listId, count: upload.count, ...reserved }
}

async function writeList(tx: Transaction, group: NamedGroup, list: NewList): Promise<ListFields> {
  const count = countOf(list)
  if (count === 0) return { listId: null, count: 0, ...nothingReserved }
  const { first, reserved } = await reserveEntryIds(tx, group, count)
  const listId = await tx.lists.insert(group.accountId, list, first)
  return { listId, count, ...reserved }
}
