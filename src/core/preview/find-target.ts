import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { Group } from '../group/group.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { PreviewTarget } from './preview.ts'

/** The most groups that a message names. */
const namedAtMost = 5

/**
 * The group that somebody names by its id, by its id of 24 hexadecimal digits, or by its exact name. With `create` a
 * name that no group has is that of a group to be made.
 *
 * @throws Refusal `invalid_value` of `group` when there is no such group, or several have the name.
 */
export async function findTarget(
  core: Core,
  caller: Caller,
  named: string,
  create: boolean,
): Promise<{ readonly target: PreviewTarget; readonly group: Group | undefined }> {
  mustBeAllowed(caller, 'group.find')
  const byId = await groupById(core, caller, named)
  const found = byId ? [byId] : await groupsByName(core, caller, named)
  const [group] = found
  if (found.length > 1) {
    const ids = found.slice(0, namedAtMost).map(({ id }) => id)
    const more = found.length > namedAtMost ? ' and more' : ''
    throw new Refusal(
      'invalid_value',
      `several groups have this name: name one by its id, ${ids.join(', ')}${more}`,
      'group',
    )
  }
  if (group) return { target: { groupId: group.id }, group }
  if (create) return { target: { newName: named }, group }
  throw new Refusal('invalid_value', 'there is no such group: name another, or have it made by create', 'group')
}

async function groupById(core: Core, { accountId }: Caller, named: string): Promise<Group | undefined> {
  if (/^[1-9]\d{0,15}$/.test(named) && Number.isSafeInteger(Number(named))) {
    return core.store.groups.get(accountId, { id: Number(named) })
  }
  return /^[0-9a-f]{24}$/.test(named) ? core.store.groups.get(accountId, { hexId: named }) : undefined
}

async function groupsByName(core: Core, { accountId }: Caller, named: string): Promise<readonly Group[]> {
  const query = { name: { text: named, alike: false }, sort: { by: 'id', descending: false } } as const
  const { items } = await core.store.groups.page(accountId, query, { start: 0, count: namedAtMost + 1 })
  return items
}
