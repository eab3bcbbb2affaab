import type { Caller } from '../caller.ts'
import { stateAt } from '../change/state-at.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { orNothing } from '../or-nothing.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { findNamedGroup } from './find-named-group.ts'
import type { Group } from './group.ts'

/**
 * A group as it was at a past moment. It is named by its id, its hex id, or a name that it has or had since then. Its contacts are not
 * among the changes of it: their count is 0.
 *
 * @throws Refusal `not_found` where there was no such group; `invalid_value` of `at` where the changes of that time are pruned.
 */
export async function groupAt(core: Core, caller: Caller, named: string, at: number): Promise<Group> {
  mustBeAllowed(caller, 'change.find')
  const state = await stateAt(
    core,
    caller,
    {
      nouns: ['group'],
      stepsOf: (change) => [change],
      current: await orNothing(findNamedGroup(core, caller, named)),
      get: (id) => core.store.groups.get(caller.accountId, { id }),
      isNamed: ({ id, hexId, name }) => [String(id), hexId, name].includes(named),
    },
    at,
  )
  if (!state) throw new Refusal('not_found', `there was no group '${named}' at that time`)
  const { contactIds: _ids, contacts: _contacts, ...fields } = state
  return { ...fields, contactCount: 0 } as unknown as Group
}
