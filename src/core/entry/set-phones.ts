import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import type { Group, GroupRef } from '../group/group.ts'
import { reserveEntryIds } from '../group/reserve-entry-ids.ts'
import { StaleList } from '../group/update-group.ts'
import type { EntryList } from '../list/entry-list.ts'
import type { ListMerger } from '../list/list-merge.ts'
import type { ListReader } from '../list/list-port.ts'
import { type SortedPhones, sortedPhonesOf } from '../list/sorted-phones.ts'
import { countOf } from '../list/staged-list.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Transaction } from '../ports.ts'
import { type PreparedSet, prepareSet, type SetMode } from './prepare-set.ts'
import { updateList } from './write-entries.ts'

/** Phones that a group is set against. */
export interface PhonesSet {
  readonly mode: SetMode
  readonly phones: EntryList
  /** Whether a phone may come into the group; all may where it is absent. Those that are there already may stay. */
  readonly mayCome?: (phone: string) => boolean
}

/** A group whose phones were edited, and how many came and went. */
export interface EditedPhones {
  readonly group: Group
  readonly added: number
  readonly removed: number
}

/** Tries that are made ahead of the write while others write the group; the next one keeps them out. */
const triesAhead = 3

/**
 * Sets the phones of a group against others, of any number, in one change. What stays keeps its place, its id and its details; what
 * comes stands behind it. The work is done ahead of the write, which points at its result.
 *
 * @throws Refusal `not_found`; `invalid_value` of `numbers` for a phone that may not come.
 */
export function setPhones(core: Core, caller: Caller, ref: GroupRef, wanted: PhonesSet): Promise<EditedPhones> {
  mustBeAllowed(caller, 'group.update')
  return writeSet(core, caller, ref, wanted, ({ group, added, removed }) => ({ group, added, removed }))
}

/** A set that is written, and the group. */
export interface WrittenSet extends PreparedSet {
  readonly group: Group
}

/** Writes a set, as {@link setPhones}. Returns what is to be told of it. */
export async function writeSet<Told>(
  core: Core,
  caller: Caller,
  ref: GroupRef,
  wanted: PhonesSet & { readonly given?: SortedPhones },
  tell: (written: WrittenSet) => Told,
): Promise<Told> {
  const { accountId } = caller
  const given = wanted.given ?? sortedPhonesOf(wanted.phones)
  const prepare = (lists: ListReader, merger: ListMerger, group: Group, onStaged: (id: string) => void) =>
    prepareSet(lists, merger, { ...wanted, group, given, onStaged })
  const staged = new Set<string>()
  try {
    for (let tries = 1; ; tries++) {
      const before = mustExist(await core.store.groups.get(accountId, ref), 'group')
      const ahead = await prepare(core.store.lists, core.store.stage, before, (id) => staged.add(id))
      refuseStrange(ahead, wanted.mayCome)
      try {
        return await core.store.write(authorOf(caller), async (tx) => {
          const now = mustExist(await tx.groups.lock(accountId, ref), 'group')
          const isStale = now.listId !== before.listId
          if (isStale && tries <= triesAhead) throw new StaleList()
          const prepared = isStale ? await prepare(tx.lists, tx.lists, now, () => undefined) : ahead
          refuseStrange(prepared, wanted.mayCome)
          const { after, change } = await updateList(core, tx, now, await join(tx, now, prepared))
          return { answer: tell({ ...prepared, group: after }), change }
        })
      } catch (error) {
        if (!(error instanceof StaleList)) throw error
      }
    }
  } finally {
    // Those that the write has taken are not found any more. One that cannot be forgotten now is swept later.
    for (const id of staged) await core.store.stage.drop(accountId, id).catch(() => undefined)
  }
}

async function join(tx: Transaction, group: Group, { merged, behind, removed }: PreparedSet): Promise<Partial<Group>> {
  if (!merged) return {}
  const coming = countOf(behind)
  const count = group.count - removed + coming
  if (count === 0) return { listId: null, count }
  const { first, reserved } = coming > 0 ? await reserveEntryIds(tx, group, coming) : { first: 0, reserved: {} }
  return { listId: await tx.lists.join(group.accountId, merged, behind, first), count, ...reserved }
}

function refuseStrange({ strange }: PreparedSet, mayCome: PhonesSet['mayCome']): void {
  const phone = mayCome && strange.find((each) => !mayCome(each))
  if (phone !== undefined) throw new Refusal('invalid_value', `'${phone}' is not a phone number`, 'numbers')
}
