import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { giveWay } from '../give-way.ts'
import type { GroupRef } from '../group/group.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Entry, EntryDetails, EntryDraft } from './entry.ts'
import { writeEntries } from './write-entries.ts'

/** Entries that are gone through at a time; others are served in between. */
const atOnce = 4000

/**
 * Adds entries to a group, behind those that it has, and returns them. However many they are, they are one change. A
 * phone that the group has already is not added again: its entry keeps its id and its place, and takes the given
 * details.
 *
 * @throws Refusal `not_found`.
 */
export function addEntries(
  core: Core,
  caller: Caller,
  ref: GroupRef,
  drafts: readonly EntryDraft[],
): Promise<readonly Entry[]> {
  mustBeAllowed(caller, 'entry.add')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    const group = mustExist(await tx.groups.lock(accountId, ref), 'group')
    const phones = [...new Set(drafts.map(({ phone }) => phone))]
    const known = await tx.lists.byPhones(accountId, group.listId, phones)
    const changed = new Map<string, Entry>()
    const added = new Map<string, EntryDraft>()
    for (const [index, draft] of drafts.entries()) {
      if (index % atOnce === atOnce - 1) await giveWay()
      const entry = changed.get(draft.phone) ?? known.get(draft.phone)
      const before = added.get(draft.phone)
      if (!entry) added.set(draft.phone, before ? withDetails(before, draft.details) : draft)
      else if (draft.details) changed.set(draft.phone, withDetails(entry, draft.details))
    }
    const { firstId, change } = await writeEntries(core, tx, group, {
      changed: [...changed.values()],
      added: [...added.values()],
    })
    const entries = new Map<string, Entry>([...known, ...changed])
    for (const { phone, details } of added.values()) {
      entries.set(phone, { id: firstId + entries.size - known.size, phone, details })
    }
    return { answer: drafts.map(({ phone }) => entries.get(phone) as Entry), change }
  })
}

function withDetails<T extends { readonly details?: EntryDetails | undefined }>(
  entry: T,
  details: EntryDetails | undefined,
): T {
  return details ? { ...entry, details: { ...entry.details, ...details } } : entry
}
