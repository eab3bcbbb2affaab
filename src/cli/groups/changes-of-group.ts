import type { Caller } from '../../core/caller.ts'
import type { Change } from '../../core/change/change.ts'
import { findChanges } from '../../core/change/find-changes.ts'
import type { Core } from '../../core/core.ts'
import type { Group } from '../../core/group/group.ts'

/** Changes under one name that are looked through, since other groups may have the name too. */
const lookedThrough = 100

/** The newest changes of a group under the name that it has now, the newest first. */
export async function changesOfGroup(
  core: Core,
  caller: Caller,
  { id, name }: Pick<Group, 'id' | 'name'>,
  limit: number,
): Promise<Change[]> {
  const found = await findChanges(core, caller, lookedThrough, { noun: 'group', subject: name })
  return found.filter(({ before, after }) => (after ?? before)?.id === id).slice(0, limit)
}

/** How the last change of a group is taken back; nothing where it is not among those that are looked through. */
export async function undoHint(core: Core, caller: Caller, group: Pick<Group, 'id' | 'name'>): Promise<Undo> {
  const [change] = await changesOfGroup(core, caller, group, 1)
  return {
    change: change?.number ?? null,
    hint: change ? `; \`dialbook changes undo ${change.number}\` takes it back` : '',
  }
}

/** The number of the change to undo, and the words that say so. */
export interface Undo {
  readonly change: number | null
  readonly hint: string
}
