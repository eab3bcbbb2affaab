import { mustHaveTimeZone } from '../account/time-zone-of.ts'
import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { daysOf, tidyHours } from './days-of.ts'
import type { Schedule } from './schedule.ts'

/**
 * Makes a schedule, or replaces the one of that name, from the next call on. Without a time zone it has that of its account.
 *
 * @throws Refusal `invalid_value` of `holidays` for what is no date; `missing_value` of `timeZone` where the account's country has several.
 */
export async function setSchedule(
  core: Core,
  caller: Caller,
  wanted: Pick<Schedule, 'name' | 'hours' | 'holidays'> & Partial<Pick<Schedule, 'timeZone'>>,
): Promise<Schedule> {
  mustBeAllowed(caller, 'schedule.set')
  const { accountId } = caller
  const account = mustExist(await core.store.accounts.byId(accountId), 'account')
  const timeZone = mustHaveTimeZone(account, wanted.timeZone)
  const tidy = { ...wanted, timeZone, hours: tidyHours(wanted.hours) }
  const days = daysOf(tidy)
  return core.store.write(authorOf(caller), async (tx) => {
    await tx.accounts.lock(accountId)
    const before = (await tx.schedules.all(accountId)).find(({ name }) => name === wanted.name)
    const kept = before ?? { accountId, id: await tx.allocate(accountId, 'schedule', 1), createdAt: core.clock.now() }
    const schedule: Schedule = { ...kept, ...tidy }
    await tx.schedules.put(schedule, days)
    const states = before ? difference({ ...before }, { ...schedule }) : { before: null, after: { ...schedule } }
    const verb = before ? 'update' : 'add'
    return { answer: schedule, change: { noun: 'schedule', verb, subject: schedule.name, ...states } }
  })
}
