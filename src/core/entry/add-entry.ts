import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { GroupRef } from '../group/group.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { addEntries } from './add-entries.ts'
import type { Entry, EntryDraft } from './entry.ts'

/**
 * Adds one entry to a group as {@link addEntries} does, and returns it.
 *
 * @throws Refusal `not_found`.
 */
export async function addEntry(core: Core, caller: Caller, ref: GroupRef, draft: EntryDraft): Promise<Entry> {
  mustBeAllowed(caller, 'entry.add')
  const [entry] = await addEntries(core, caller, ref, [draft])
  return entry as Entry
}
