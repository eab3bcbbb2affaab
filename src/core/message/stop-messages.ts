import { type Author, authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { ChangeDraft } from '../change/change.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import type { Filter } from '../filter/filter.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Transaction } from '../ports.ts'
import { briefMessage, type Message, type MessageField, type MessageQuery, type MessageRef } from './message.ts'
import { cancelled } from './settle-message.ts'

/** The most messages that one call stops or removes: the newest ones. */
export const mostAtOnce = 10_000

/** Those that a caller can still stop: a sender has none of them in its hands. */
const waits: Filter<MessageField> = { kind: 'compare', field: 'state', by: 'eq', value: 'queued' }

/**
 * Stops messages that have not left, of those that match. Returns how many. What they would have cost is not spent.
 * `reason` is the one reason that they show.
 */
export function cancelMessages(core: Core, caller: Caller, query: MessageQuery, reason: string): Promise<number> {
  mustBeAllowed(caller, 'message.update')
  const now = core.clock.now()
  return changeAll(core, authorOf(caller), caller.accountId, onlyWaiting(query), 'update', async (tx, found) => {
    const waiting = found.filter(({ state, claimedBy }) => state === 'queued' && claimedBy === null)
    for (const message of waiting) await tx.messages.update(message, cancelled(message, reason, now))
    await giveBack(tx, caller.accountId, waiting, now)
    return waiting
  })
}

/** Removes messages, of those that match, from the book. Returns how many. One that a sender has in its hands stays. */
export function removeMessages(core: Core, caller: Caller, query: MessageQuery): Promise<number> {
  mustBeAllowed(caller, 'message.remove')
  const now = core.clock.now()
  return changeAll(core, authorOf(caller), caller.accountId, query, 'remove', async (tx, found) => {
    const gone = found.filter(({ claimedBy }) => claimedBy === null)
    await tx.messages.remove(caller.accountId, gone)
    await giveBack(tx, caller.accountId, gone, now)
    return gone
  })
}

/**
 * Removes a message. One that waits does not leave any more.
 *
 * @throws Refusal `not_found`.
 */
export async function removeMessage(core: Core, caller: Caller, ref: MessageRef): Promise<void> {
  mustBeAllowed(caller, 'message.remove')
  const { accountId } = caller
  const now = core.clock.now()
  return core.store.write(authorOf(caller), async (tx) => {
    mustExist(await tx.accounts.lock(accountId), 'account')
    const message = mustExist(await tx.messages.lock(accountId, ref), 'message')
    await dropMessage(tx, message, now)
    const before = briefMessage(message)
    const change: ChangeDraft = { noun: 'message', verb: 'remove', subject: message.hexId, before, after: null }
    return { answer: undefined, change }
  })
}

/** Removes a message in a transaction. What it would have cost is not spent. */
export async function dropMessage(tx: Transaction, message: Message, now: number): Promise<void> {
  await tx.messages.remove(message.accountId, [message])
  if (message.claimedBy === null) await giveBack(tx, message.accountId, [message], now)
}

async function changeAll(
  core: Core,
  author: Author,
  accountId: number,
  query: MessageQuery,
  verb: 'update' | 'remove',
  act: (tx: Transaction, found: readonly Message[]) => Promise<readonly Message[]>,
): Promise<number> {
  const sort = [{ by: 'id', descending: true } as const]
  const { items } = await core.store.messages.page(accountId, { ...query, sort }, { start: 0, count: mostAtOnce })
  const matching = items.map(({ id }) => id)
  return core.store.write(author, async (tx) => {
    mustExist(await tx.accounts.lock(accountId), 'account')
    const changed = await act(tx, await tx.messages.lockMany(accountId, matching))
    if (changed.length === 0) return { answer: 0, change: null }
    const ids = changed.map(({ id }) => id)
    const count = changed.length
    const change: ChangeDraft = {
      ...{ noun: 'messages', verb, subject: `${count} messages`, before: { count, ids } },
      after: verb === 'remove' ? null : { count, state: 'cancelled' },
    }
    return { answer: count, change }
  })
}

async function giveBack(tx: Transaction, accountId: number, messages: readonly Message[], now: number): Promise<void> {
  const owed = messages.filter(({ state }) => state === 'queued').reduce((sum, { price }) => sum + price, 0)
  if (owed > 0) await tx.messages.charge(accountId, -owed, now)
}

function onlyWaiting({ filter }: MessageQuery): MessageQuery {
  return { filter: filter ? { kind: 'and', of: [waits, filter] } : waits }
}
