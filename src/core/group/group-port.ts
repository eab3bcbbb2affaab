import type { Page, PageRequest, Sort } from '../page.ts'
import type { BriefGroup, Group, GroupQuery, GroupRef, SlicedField } from './group.ts'

/** A group that has a number, and the spellings of it that its list has. */
export interface HoldingGroup extends Group {
  readonly spellings: readonly string[]
}

/** The place of a group in an order by a field. In the order by id the value has no meaning. */
export interface GroupPlace {
  readonly value: string | number
  readonly id: number
}

/** Reads groups. */
export interface GroupReader {
  get(accountId: number, ref: GroupRef): Promise<Group | undefined>
  page(accountId: number, query: GroupQuery, page: PageRequest): Promise<Page<Group>>
  /** The same page, with no more of each group than a list shows. */
  brief(accountId: number, query: GroupQuery, page: PageRequest): Promise<Page<BriefGroup>>
  /**
   * At most `limit` groups behind a place in an order, from its beginning without one: of one folder, null for the root, or of all.
   * Nothing is counted for them. Within a folder an index has the order by name.
   */
  slice(
    accountId: number,
    sort: Sort<SlicedField>,
    slice: { readonly after?: GroupPlace; readonly limit: number; readonly folderId?: number | null },
  ): Promise<Group[]>
  /**
   * At most `limit` groups that have one of these phones in their lists and ids above `after`, each once, in the order of
   * their ids. Their spellings are in the order of `phones`.
   */
  ofPhones(
    accountId: number,
    phones: readonly string[],
    page: { readonly after: number; readonly limit: number },
  ): Promise<HoldingGroup[]>
  /** Groups of any account whose planned deletion has come at `now`, the longest due first. */
  due(now: number, limit: number): Promise<Group[]>
}

/** Writes groups. */
export interface GroupWriter {
  /** Reads the group and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, ref: GroupRef): Promise<Group | undefined>
  insert(group: Group): Promise<void>
  /** Writes the fields in which `after` differs from `before`. */
  update(before: Group, after: Group): Promise<void>
  /** Removes the group and its memberships, not the contacts. */
  remove(group: Group): Promise<void>
  /** Records that a range of entry ids is the group's: with `firstId` 257 and `endId` 513 the ids 257 to 512. */
  insertEntryRange(group: Pick<Group, 'accountId' | 'id'>, firstId: number, endId: number): Promise<void>
}
