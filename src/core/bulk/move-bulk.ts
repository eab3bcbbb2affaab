import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { cancelled } from '../message/settle-message.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { type Bulk, type BulkRef, type BulkState, briefBulk } from './bulk.ts'

/**
 * Lets no message of a bulk leave until it is resumed. What a sender has in its hands leaves still.
 *
 * @throws Refusal `not_found`; `conflict` for one that has ended.
 */
export function pauseBulk(core: Core, caller: Caller, ref: BulkRef): Promise<Bulk> {
  mustBeAllowed(caller, 'message.update')
  return move(core, caller, ref, {
    from: ['new', 'running'],
    to: 'paused',
    otherwise: 'only one that runs can be paused',
  })
}

/**
 * Goes on with a bulk where it was paused.
 *
 * @throws Refusal `not_found`; `conflict` for one that is not paused.
 */
export function resumeBulk(core: Core, caller: Caller, ref: BulkRef): Promise<Bulk> {
  mustBeAllowed(caller, 'message.update')
  return move(core, caller, ref, {
    from: ['paused'],
    to: 'running',
    otherwise: 'only one that is paused can be resumed',
  })
}

/**
 * Ends a bulk: no message of it leaves any more, but for those that a sender has in its hands. `reason` is the one reason that the
 * messages show.
 *
 * @throws Refusal `not_found`; `conflict` for one that has ended.
 */
export function cancelBulk(core: Core, caller: Caller, ref: BulkRef, reason: string): Promise<Bulk> {
  mustBeAllowed(caller, 'message.update')
  const ended = {
    from: ['new', 'running', 'paused'],
    to: 'cancelled',
    otherwise: 'it has ended already',
    reason,
  } as const
  return move(core, caller, ref, ended)
}

interface Move {
  readonly from: readonly BulkState[]
  readonly to: BulkState
  readonly otherwise: string
  /** Why the messages that wait are stopped; absent where they are not. */
  readonly reason?: string
}

function move(core: Core, caller: Caller, ref: BulkRef, { from, to, otherwise, reason }: Move): Promise<Bulk> {
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    mustExist(await tx.accounts.lock(accountId), 'account')
    const before = mustExist(await tx.bulks.lock(accountId, ref), 'bulk')
    if (!from.includes(before.state)) throw new Refusal('conflict', `the bulk is ${before.state}: ${otherwise}`)
    const now = core.clock.now()
    let moved: Bulk = { ...before, state: to, endedAt: to === 'cancelled' ? now : null }
    await tx.bulks.setState(moved)
    if (reason !== undefined) {
      // A bulk has few messages that wait: more are made as these leave.
      const waiting = await tx.bulks.lockWaiting(before)
      for (const message of waiting) await tx.messages.update(message, cancelled(message, reason, now))
      const owed = waiting.reduce((sum, { price }) => sum + price, 0)
      if (owed > 0) await tx.messages.charge(accountId, -owed, now)
      moved = { ...mustExist(await tx.bulks.lock(accountId, ref), 'bulk') }
    }
    const states = { before: briefBulk(before), after: briefBulk(moved) }
    return { answer: moved, change: { noun: 'bulk', verb: 'update', subject: before.hexId, ...states } }
  })
}
