import type { ChangeDraft } from '../change/change.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import type { Group, GroupFields } from '../group/group.ts'
import { reserveEntryIds } from '../group/reserve-entry-ids.ts'
import { snapshotGroup } from '../group/snapshot-group.ts'
import { emptyEntryList } from '../list/entry-list.ts'
import { entryListOf } from '../list/entry-list-builder.ts'
import { countOf } from '../list/staged-list.ts'
import type { Transaction } from '../ports.ts'
import type { Entry, EntryDraft } from './entry.ts'
import type { PreparedBatch } from './prepare-batch.ts'

/** The edits of some entries of a group. An entry is found by its id. */
export interface EntryEdits {
  readonly changed?: readonly Entry[]
  readonly removed?: readonly number[]
  /** Phones that the group does not have, each once. */
  readonly added?: readonly EntryDraft[]
  /** Texts of the group that change with them. */
  readonly fields?: Pick<GroupFields, 'name' | 'description'>
}

/**
 * Gives a locked group the next version of its list. The added entries get consecutive ids: with `firstId` 257 the
 * second one has the id 258. Returns `firstId` and the one change that the edit is.
 */
export async function writeEntries(
  core: Core,
  tx: Transaction,
  before: Group,
  { changed = [], removed = [], added = [], fields = {} }: EntryEdits,
): Promise<{ readonly firstId: number; readonly after: Group; readonly change: ChangeDraft }> {
  const { accountId } = before
  const list = added.length > 0 ? entryListOf(added) : emptyEntryList
  const ids = list.codes.length > 0 ? await reserveEntryIds(tx, before, list.codes.length) : undefined
  const firstId = ids?.first ?? 0
  const isEdited = changed.length + removed.length + added.length > 0
  const written = await updateList(core, tx, before, {
    ...fields,
    ...ids?.reserved,
    ...(isEdited && {
      listId: await tx.lists.edit(accountId, before.listId, { changed, removed, added: list, firstEntryId: firstId }),
      count: before.count + list.codes.length - removed.length,
    }),
  })
  return { firstId, ...written }
}

/**
 * Gives a locked group the list version that a batch was prepared for. Returns the version, the id of the first entry
 * that came behind, and the one change that the batch is.
 */
export async function writeJoined(
  core: Core,
  tx: Transaction,
  before: Group,
  { merge, merged, added }: PreparedBatch,
): Promise<{ readonly listId: string | null; readonly firstId: number; readonly change: ChangeDraft }> {
  const count = countOf(added)
  const ids = count > 0 ? await reserveEntryIds(tx, before, count) : undefined
  const firstId = ids?.first ?? 0
  const listId = merge.changesList ? await tx.lists.join(before.accountId, merged, added, firstId) : before.listId
  const { change } = await updateList(core, tx, before, { ...ids?.reserved, listId, count: before.count + count })
  return { listId, firstId, change }
}

/** Gives a locked group other fields. Returns the group as it is then, and the change. */
export async function updateList(
  core: Core,
  tx: Transaction,
  before: Group,
  fields: Partial<Pick<Group, 'name' | 'description' | 'listId' | 'count' | 'nextEntryId' | 'endEntryId'>>,
): Promise<{ readonly after: Group; readonly change: ChangeDraft }> {
  const after: Group = { ...before, ...fields, updatedAt: core.clock.now() }
  await tx.groups.update(before, after)
  const states = difference(snapshotGroup(before), snapshotGroup(after))
  return { after, change: { noun: 'group', verb: 'update', subject: after.name, ...states } }
}
