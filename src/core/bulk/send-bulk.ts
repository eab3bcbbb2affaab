import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { findGroupIds } from '../campaign/campaign-fields.ts'
import { contactTitles, linkedNumbers } from '../contact/linked-numbers.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { type GroupRef, noColumns } from '../group/group.ts'
import type { EntryList } from '../list/entry-list.ts'
import { countOf, type NewList } from '../list/staged-list.ts'
import { withStaged } from '../list/with-staged.ts'
import { checkSender, type NewMessage, routeOf, timesOf } from '../message/new-message.ts'
import { countParts, write } from '../message/parts.ts'
import { mustBeWithin } from '../message/spend.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { type Bulk, type BulkCounts, type BulkList, briefBulk } from './bulk.ts'

/** A bulk as a caller asks for it. Its text has placeholders for the columns of the groups, as `Dear [Name]`. */
export interface NewBulk extends Omit<NewMessage, 'number' | 'forgetsText'> {
  readonly groups?: readonly GroupRef[]
  /** Own numbers, beside those of the groups. */
  readonly entries?: EntryList
}

/** The longest text of a bulk, in characters. */
export const longestText = 1785

const noCounts: BulkCounts = {
  ...{
    size: 0,
    repeated: 0,
    left: 0,
    queued: 0,
    sent: 0,
    delivered: 0,
    failed: 0,
    expired: 0,
    cancelled: 0,
    skipped: 0,
  },
}

/**
 * Takes a bulk. It goes to the lists of its groups as they are now: a list never changes, so that its numbers are not copied. The
 * contacts that are linked to the groups follow, in a list of their own. Its messages are made as earlier ones leave. One without a number is `empty`.
 *
 * @throws Refusal `missing_value` or `invalid_value` of the field at fault; `over_budget` where not even the text as it stands can be
 * paid for.
 */
export async function sendBulk(core: Core, caller: Caller, wanted: NewBulk): Promise<Bulk> {
  mustBeAllowed(caller, 'message.add')
  const { accountId } = caller
  const { draft, price } = draftOf(core, caller, wanted)
  const groupIds = (await findGroupIds(core.store, accountId, wanted.groups)) ?? []
  const contacts = await linkedNumbers(core, accountId, groupIds)
  return withBothStaged(core, accountId, [contacts, wanted.entries], ([linked, own]) =>
    core.store.write(authorOf(caller), async (tx) => {
      const { country } = mustExist(await tx.accounts.lock(accountId), 'account')
      const lists = new Map<number, BulkList>()
      let size = 0
      for (const id of groupIds.toSorted((one, other) => one - other)) {
        const group = await tx.groups.lock(accountId, { id })
        if (!group?.listId) continue
        lists.set(id, { listId: group.listId, columns: group.columns })
        size += group.count
      }
      const inOrder = groupIds.flatMap((id) => lists.get(id) ?? [])
      for (const [list, columns] of [
        [linked, contactTitles],
        [own, noColumns],
      ] as const) {
        if (!list || countOf(list) === 0) continue
        inOrder.push({ listId: (await tx.lists.insert(accountId, list, 1)) as string, columns })
        size += countOf(list)
      }
      mustBeWithin(core.messageRules.budget, await tx.messages.charge(accountId, 0, draft.createdAt), size * price)
      const bulk: Bulk = {
        ...draft,
        ...{ id: await tx.allocate(accountId, 'bulk', 1), country, groupIds, lists: inOrder },
        counts: { ...noCounts, size, left: size },
        ...(size === 0 && { state: 'empty', endedAt: draft.createdAt }),
      }
      await tx.bulks.insert(bulk)
      return {
        answer: bulk,
        change: { noun: 'bulk', verb: 'add', subject: bulk.hexId, before: null, after: briefBulk(bulk) },
      }
    }),
  )
}

/** Tells what {@link sendBulk} would do, and writes nothing. */
export async function tryBulk(core: Core, caller: Caller, wanted: NewBulk): Promise<Bulk> {
  mustBeAllowed(caller, 'message.add')
  const { accountId } = caller
  const { draft, price } = draftOf(core, caller, wanted)
  const groupIds = (await findGroupIds(core.store, accountId, wanted.groups)) ?? []
  let size = wanted.entries ? countOf(wanted.entries) : 0
  for (const id of groupIds) size += (await core.store.groups.get(accountId, { id }))?.count ?? 0
  size += countOf(await linkedNumbers(core, accountId, groupIds))
  mustBeWithin(core.messageRules.budget, await core.store.messages.spending(accountId), size * price)
  return { ...draft, id: 0, groupIds, counts: { ...noCounts, size, left: size }, ...(size === 0 && { state: 'empty' }) }
}

function withBothStaged<T>(
  core: Core,
  accountId: number,
  [one, other]: readonly [EntryList | undefined, EntryList | undefined],
  write: (lists: readonly [NewList | undefined, NewList | undefined]) => Promise<T>,
): Promise<T> {
  return withStaged(core, accountId, one, (first) =>
    withStaged(core, accountId, other, (second) => write([first, second])),
  )
}

interface Draft {
  readonly draft: Omit<Bulk, 'id'>
  /** What a message costs with the text as it stands. */
  readonly price: number
}

function draftOf(core: Core, { accountId, credentialId, origin }: Caller, wanted: NewBulk): Draft {
  const route = routeOf(core.messageRules.routes, wanted.route)
  checkSender(wanted.sender)
  if (wanted.text === '') throw new Refusal('missing_value', 'a bulk needs a text', 'text')
  if ([...wanted.text].length > longestText) {
    throw new Refusal('invalid_value', `the text is longer than ${longestText} characters`, 'text')
  }
  const alphabet = wanted.alphabet ?? null
  const now = core.clock.now()
  const draft: Omit<Bulk, 'id'> = {
    ...{ accountId, hexId: core.ids.hexId(), text: wanted.text, alphabet, sender: wanted.sender, route: route.code },
    ...{ callbackData: wanted.callbackData ?? null, label: wanted.label ?? null, language: wanted.language ?? null },
    ...timesOf(wanted.plannedAt, now),
    ...{ groupIds: [], lists: [], country: null, next: { list: 0, entry: 0 }, counts: noCounts, state: 'new' },
    ...{ createdAt: now, endedAt: null, credentialId, address: wanted.address ?? null, origin },
  }
  return { draft, price: route.price * countParts(write(wanted.text, alphabet)) }
}
