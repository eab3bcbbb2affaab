import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { GroupRef } from '../group/group.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Entry, EntryDraft } from './entry.ts'
import { mergeDetails } from './merge-details.ts'
import { writeEntries } from './write-entries.ts'

/**
 * Adds entries to a group, behind those that it has, and returns them. They are one change. A phone that the group has
 * already is not added again: its entry keeps its id and its place, and takes the given details. Others wait until all
 * are written: `addManyEntries` is for more than some thousand.
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
    for (const draft of drafts) {
      const entry = changed.get(draft.phone) ?? known.get(draft.phone)
      const before = added.get(draft.phone)
      if (!entry) added.set(draft.phone, before ? withDetails(before, draft) : draft)
      else {
        const details = mergeDetails(entry.details, draft.details)
        if (details !== entry.details) changed.set(draft.phone, { ...entry, details })
      }
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

function withDetails(draft: EntryDraft, { details }: EntryDraft): EntryDraft {
  const merged = mergeDetails(draft.details, details)
  return merged ? { ...draft, details: merged } : draft
}
