import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { bodiesFor } from './logged-request.ts'

/** Until when the bodies of the account's requests are kept, in epoch milliseconds; null where they are not. */
export async function findBodiesUntil(core: Core, caller: Caller): Promise<number | null> {
  mustBeAllowed(caller, 'request.find')
  const until = await core.store.requestLog.bodiesUntil(caller.accountId)
  return until !== null && core.clock.now() < until ? until : null
}

/**
 * Has the bodies of the account's requests kept for an hour from now on, or no more: then those that are there go at once. Returns until
 * when they are kept.
 *
 * @throws Refusal `not_found` for an account that is gone.
 */
export function keepBodies(core: Core, caller: Caller, on: boolean): Promise<number | null> {
  mustBeAllowed(caller, 'request.update')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    mustExist(await tx.accounts.lock(accountId), 'account')
    const until = on ? core.clock.now() + bodiesFor : null
    const before = await tx.requestLog.setBodiesUntil(accountId, until)
    return {
      answer: until,
      change: {
        noun: 'request-bodies',
        verb: on ? 'enable' : 'disable',
        subject: 'the bodies of requests',
        before: { accountId, until: before },
        after: { accountId, until },
      },
    }
  })
}
