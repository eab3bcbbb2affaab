import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Group, GroupRef } from './group.ts'

/** The most groups that a refusal names. */
const namedAtMost = 20

/**
 * The account's group that a person means: by its id, its hex id or its name, letter by letter.
 *
 * @throws Refusal `not_found`; `conflict` when several groups are meant, as when two have that name, or one has it and another
 * has that id. It names them.
 */
export async function findNamedGroup(core: Core, caller: Caller, text: string): Promise<Group> {
  mustBeAllowed(caller, 'group.find')
  const { accountId } = caller
  const byRef = await Promise.all(refsIn(text).map((ref) => core.store.groups.get(accountId, ref)))
  const query = { name: { text, alike: false }, sort: { by: 'id', descending: false } } as const
  const named = await core.store.groups.page(accountId, query, { start: 0, count: namedAtMost })
  const found = new Map([...byRef, ...named.items].flatMap((group) => (group ? [[group.id, group] as const] : [])))
  const [group, ...others] = found.values()
  if (!group) throw new Refusal('not_found', `there is no group '${text}': give its id, its hex id or its whole name`)
  if (others.length === 0) return group
  const ids = [group, ...others].map(({ id, hexId }) => `${id} (${hexId})`).join(', ')
  const more = named.total > named.items.length ? ` and ${named.total - named.items.length} more` : ''
  throw new Refusal('conflict', `'${text}' may be any of the groups ${ids}${more}: give the hex id of one`)
}

/** The ids that a text may be. */
function refsIn(text: string): GroupRef[] {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return [{ id: Number(text) }]
  return /^[0-9a-f]{24}$/.test(text) ? [{ hexId: text }] : []
}
