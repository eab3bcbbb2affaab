import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Schedule } from './schedule.ts'

/**
 * Removes a schedule.
 *
 * @throws Refusal `not_found`; `conflict` while a route goes by it.
 */
export function removeSchedule(core: Core, caller: Caller, name: string): Promise<Schedule> {
  mustBeAllowed(caller, 'schedule.remove')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    await tx.accounts.lock(accountId)
    const named = (await tx.schedules.all(accountId)).find((each) => each.name === name)
    const schedule = mustExist(named, `schedule as '${name}'`)
    const user = (await tx.inboundRoutes.all(accountId)).find(
      ({ kind, targets }) => kind === 'schedule' && targets[0] === String(schedule.id),
    )
    if (user) throw new Refusal('conflict', `the route ${user.id} goes by this schedule: remove it first`)
    await tx.schedules.remove(schedule)
    return {
      answer: schedule,
      change: { noun: 'schedule', verb: 'remove', subject: name, before: { ...schedule }, after: null },
    }
  })
}
