import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { writeEntries } from './write-entries.ts'

/**
 * Removes an entry from its group.
 *
 * @throws Refusal `not_found`.
 */
export function removeEntry(core: Core, caller: Caller, id: number): Promise<void> {
  mustBeAllowed(caller, 'entry.remove')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    const group = mustExist(await tx.groups.lock(accountId, { entryId: id }), 'entry')
    mustExist(await tx.lists.entry(accountId, group.listId, id), 'entry')
    const { change } = await writeEntries(core, tx, group, { removed: [id] })
    return { answer: undefined, change }
  })
}
