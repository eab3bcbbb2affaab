import type { Caller } from '../caller.ts'
import type { Change, Snapshot } from '../change/change.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { findNamedGroup } from './find-named-group.ts'
import type { Group } from './group.ts'

/** Changes that are read at once. */
const page = 1000

/**
 * A group as it was at a past moment, from the changes behind that. It is named by its id, its hex id, or a name that it has or had since
 * then. Its contacts are not among these changes: their count is 0.
 *
 * @throws Refusal `not_found` where there was no such group; `invalid_value` of `at` where the changes of that time are pruned.
 */
export async function groupAt(core: Core, caller: Caller, named: string, at: number): Promise<Group> {
  mustBeAllowed(caller, 'change.find')
  const oldest = await core.store.changes.oldest()
  if (oldest && oldest.number > 1 && oldest.at > at) {
    throw new Refusal('invalid_value', 'the changes of that time are pruned', 'at')
  }
  const id = await idOf(core, caller, named, at)
  const current = id === undefined ? undefined : await core.store.groups.get(caller.accountId, { id })
  let state: Snapshot | null = current ? { ...current } : null
  for await (const change of changesSince(core, caller, at)) {
    if ((change.after ?? change.before)?.id === id) state = change.before && { ...state, ...change.before }
  }
  if (!state) throw new Refusal('not_found', `there was no group '${named}' at that time`)
  const { contactIds: _ids, contacts: _contacts, ...fields } = state
  return { ...fields, contactCount: 0 } as unknown as Group
}

/** The id of the group that is meant: one that is there, else the one that had the name last. */
async function idOf(core: Core, caller: Caller, named: string, at: number): Promise<number | undefined> {
  try {
    return (await findNamedGroup(core, caller, named)).id
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error
  }
  for await (const change of changesSince(core, caller, at)) {
    if (isNamed(change, named)) return (change.after ?? change.before)?.id as number
  }
  return undefined
}

/** The changes of groups behind a moment, the newest first. */
async function* changesSince({ store }: Pick<Core, 'store'>, caller: Caller, at: number): AsyncGenerator<Change> {
  for (let before: number | undefined; ; ) {
    const query = { noun: 'group', since: at + 1, ...(before !== undefined && { before }) } as const
    const changes = await store.changes.newest(caller.accountId, query, page)
    yield* changes
    if (changes.length < page) return
    before = changes.at(-1)?.number
  }
}

function isNamed({ before, after, subject }: Change, named: string): boolean {
  return (
    [before, after].some((each) => String(each?.id) === named || each?.hexId === named) ||
    subject === named ||
    before?.name === named
  )
}
