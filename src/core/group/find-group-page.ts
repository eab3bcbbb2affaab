import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { Filter } from '../filter/filter.ts'
import type { Sort } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { findCommonNames } from './common-names.ts'
import type { Group, GroupField, GroupQuery, SlicedField } from './group.ts'
import type { GroupPlace } from './group-port.ts'

/** The most groups in one page. */
export const groupsAtMost = 1000

/** The orders of a list of groups: by id or name, or those with the most numbers or the newest change first. */
export const groupOrders = {
  id: { by: 'id', descending: false },
  name: { by: 'name', descending: false },
  numbers: { by: 'count', descending: true },
  changed: { by: 'updatedAt', descending: true },
} as const satisfies Readonly<Record<string, Sort<SlicedField>>>

/** The name of an order of groups. */
export type GroupOrder = keyof typeof groupOrders

/** The page to find: at most `limit` groups whose names contain `search`, behind the group with the id `after`. */
export interface GroupPageRequest {
  readonly search?: string
  /** Only groups in this folder; null for the root. */
  readonly folderId?: number | null
  readonly order?: GroupOrder
  readonly after?: number
  readonly limit?: number
}

/** Some groups in their order. `next` is the `after` of the next page; `null` when there is none. */
export interface GroupPage {
  readonly groups: readonly Group[]
  readonly next: number | null
}

/**
 * A page of the account's groups. Pages go by the last group before them, so that groups which come and go meanwhile move no
 * other from one page to the next.
 *
 * @throws Refusal `invalid_value` of `limit` when it is not from 1 to {@link groupsAtMost}, of `after` when there is no such
 * group any more and the order needs to know where it stood.
 */
export async function findGroupPage(
  core: Core,
  caller: Caller,
  { search, folderId, order = 'id', after, limit = 100 }: GroupPageRequest = {},
): Promise<GroupPage> {
  mustBeAllowed(caller, 'group.find')
  if (!(limit >= 1 && limit <= groupsAtMost)) {
    throw new Refusal('invalid_value', `the limit must be from 1 to ${groupsAtMost}`, 'limit')
  }
  const sort = groupOrders[order]
  const place = after === undefined ? undefined : await placeOf(core, caller, sort.by, after)
  const items = await itemsOf(core, caller, {
    ...(search !== undefined && { search }),
    folderId,
    sort,
    place,
    limit: limit + 1,
  })
  const groups = items.slice(0, limit)
  return { groups, next: items.length > limit ? (groups.at(-1)?.id ?? null) : null }
}

interface Wanted {
  readonly search?: string
  readonly folderId: number | null | undefined
  readonly sort: Sort<SlicedField>
  readonly place: GroupPlace | undefined
  readonly limit: number
}

async function itemsOf(
  core: Core,
  { accountId }: Caller,
  { search, folderId, sort, place, limit }: Wanted,
): Promise<readonly Group[]> {
  const { groups: reader } = core.store
  if (search === undefined && (folderId === undefined || sort.by === 'name')) {
    const within = folderId !== undefined && { folderId }
    return reader.slice(accountId, sort, { ...(place && { after: place }), limit, ...within })
  }
  const common =
    search !== undefined && folderId === undefined
      ? await findCommonNames(core, accountId, { search, sort, place, wanted: limit })
      : undefined
  if (common) return common
  return (await reader.page(accountId, searching(sort, place, search, folderId), { start: 0, count: limit })).items
}

function searching(
  sort: Sort<SlicedField>,
  place: GroupPlace | undefined,
  search: string | undefined,
  folderId: number | null | undefined,
): GroupQuery {
  const of: Filter<GroupField>[] = place ? [behind(sort, place)] : []
  if (folderId === null) of.push({ kind: 'isNull', field: 'folderId' })
  else if (folderId !== undefined) of.push({ kind: 'compare', field: 'folderId', by: 'eq', value: folderId })
  return {
    sort,
    ...(search !== undefined && { name: { text: search, alike: true } }),
    ...(of.length > 0 && { filter: { kind: 'and', of } }),
  }
}

/** The place of the group with that id. */
async function placeOf(core: Core, { accountId }: Caller, field: SlicedField, id: number): Promise<GroupPlace> {
  if (field === 'id') return { value: id, id }
  const last = await core.store.groups.get(accountId, { id })
  if (!last) {
    throw new Refusal(
      'invalid_value',
      `group ${id} is gone, so that its place is not known: begin the list anew`,
      'after',
    )
  }
  return { value: last[field], id }
}

/** The groups behind a place. Equal ones are ordered by their ids, the way that the order goes. */
function behind({ by: field, descending }: Sort<SlicedField>, { value, id }: GroupPlace): Filter<GroupField> {
  const by = descending ? 'lt' : 'gt'
  const isBehindId: Filter<GroupField> = { kind: 'compare', field: 'id', by, value: id }
  if (field === 'id') return isBehindId
  return {
    kind: 'or',
    of: [
      { kind: 'compare', field, by, value },
      { kind: 'and', of: [{ kind: 'compare', field, by: 'eq', value }, isBehindId] },
    ],
  }
}
