import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Schedule } from './schedule.ts'

/** The account's schedules, in the order of their names. */
export function findSchedules(core: Core, caller: Caller): Promise<Schedule[]> {
  mustBeAllowed(caller, 'schedule.find')
  return core.store.schedules.all(caller.accountId)
}

/**
 * The schedule of that name.
 *
 * @throws Refusal `not_found`.
 */
export async function findNamedSchedule(core: Core, caller: Caller, name: string): Promise<Schedule> {
  const schedules = await findSchedules(core, caller)
  return mustExist(
    schedules.find((each) => each.name === name),
    `schedule as '${name}'`,
  )
}
