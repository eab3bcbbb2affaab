import type { MessageState } from '../../core/message/message.ts'
import type { Session } from '../engine/engine.ts'
import type { Value } from '../engine/value.ts'

/** A message that changes its state. */
export interface StateChange {
  readonly accountId: number
  readonly bulkId: number | null
  readonly before: MessageState
  readonly after: MessageState
}

/**
 * Moves the counts of bulks as their messages change. Bulks are written in the order of their ids, after their messages: whoever
 * locks a bulk for longer locks it before its messages, and its account before that.
 */
export async function countStates(session: Session, changes: readonly StateChange[]): Promise<void> {
  const bulks = new Map<string, { readonly key: readonly [number, number]; readonly by: Map<MessageState, number> }>()
  for (const { accountId, bulkId, before, after } of changes) {
    if (bulkId === null || before === after) continue
    const name = `${accountId} ${bulkId}`
    const counted = bulks.get(name) ?? { key: [accountId, bulkId] as const, by: new Map<MessageState, number>() }
    bulks.set(name, counted)
    counted.by.set(before, (counted.by.get(before) ?? 0) - 1)
    counted.by.set(after, (counted.by.get(after) ?? 0) + 1)
  }
  const inOrder = [...bulks.values()].sort(
    ({ key: [account, id] }, { key: [otherAccount, otherId] }) => account - otherAccount || id - otherId,
  )
  for (const { key, by } of inOrder) await addCounts(session, key, by)
}

/** Adds to counts of a bulk. */
export async function addCounts(
  session: Session,
  key: readonly [accountId: number, id: number],
  by: ReadonlyMap<string, number>,
): Promise<void> {
  const added = [...by].filter(([, count]) => count !== 0).sort(([one], [other]) => (one < other ? -1 : 1))
  if (added.length === 0) return
  const set = added.map(([column], at) => `${column} = ${column} + $${at + 3}`)
  const values: Value[] = [...key, ...added.map(([, count]) => count)]
  await session.put(`update bulks set ${set} where account_id = $1 and id = $2`, values)
}
