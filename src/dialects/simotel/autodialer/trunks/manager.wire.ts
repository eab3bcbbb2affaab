import type { ManagerStatus } from '../../../../core/dialler/dialer-status.ts'
import { Refusal } from '../../../../core/errors.ts'
import type { TrunkManager, TrunkManagerRef } from '../../../../core/trunk-manager/trunk-manager.ts'
import {
  managerCapacity,
  managerInterval,
  managerReadyNumbers,
  managerTitle,
} from '../../../../core/trunk-manager/trunk-manager-rules.ts'
import { oneOf, optional } from '../../../fields.ts'
import { arrayOf, exactly, integer, type Shown, string } from '../../../schemas.ts'
import { id, jalali } from '../../about.ts'
import { jalaliDate } from '../../dates.ts'

/** The members of a trunk manager that can be changed (docs/wire/simotel.md §4). */
export const managerFields = {
  title: optional(managerTitle),
  status: optional(oneOf('active', 'inactive')),
  wait_cache_length: optional(managerReadyNumbers),
  capacity: optional(managerCapacity),
  dial_interval: optional(managerInterval),
}

/**
 * Reads which trunk manager is meant: `_id`, or `id` as the Postman collection has it; each an id, or a title.
 *
 * @throws Refusal `missing_value` or `not_found`.
 */
export function readManagerRef(body: object): TrunkManagerRef {
  const name = ['_id', 'id'].find((each) => Object.hasOwn(body, each))
  if (name === undefined) throw new Refusal('missing_value', '_id is required', '_id')
  const value: unknown = Reflect.get(body, name)
  if (typeof value !== 'string') throw new Refusal('not_found', `${name} must be an id, or a title`)
  return /^[0-9a-f]{24}$/i.test(value) ? { hexId: value.toLowerCase() } : { title: value }
}

/** The members of a row of `trunks/search`. */
export const shownManager = {
  ...{
    _id: id,
    title: string,
    trunk_id: exactly({ $oid: id }),
    status: { type: 'string', enum: ['active', 'inactive'] },
  },
  active_times: {
    type: 'object',
    description: 'the hours in which may be called, by weekday: 1 is Monday',
    patternProperties: { '^[1-7]$': arrayOf(string) },
    additionalProperties: false,
  },
  ...{ capacity: string, dial_interval: string, wait_cache_length: string, date: jalali },
  ...{ current_capacity: integer, current_wait_cache_length: integer },
}

/** A row of `trunks/search`, with the id of the trunk. */
export function managerRow({ manager, inUse, waiting }: ManagerStatus, trunkId: string, timeZone: string): object {
  return {
    _id: manager.hexId,
    title: manager.title,
    trunk_id: { $oid: trunkId },
    status: manager.active ? 'active' : 'inactive',
    active_times: activeTimes(manager.hours),
    capacity: String(manager.capacity),
    dial_interval: String(manager.interval / 1000),
    wait_cache_length: String(manager.readyNumbers),
    date: jalaliDate(manager.updatedAt, timeZone),
    current_capacity: inUse,
    current_wait_cache_length: Math.min(waiting, manager.readyNumbers),
  } satisfies Shown<typeof shownManager>
}

/** The hours of each weekday that are open, at least for a part: `{"1":["9","10"]}`. A day without any is absent. */
function activeTimes(hours: TrunkManager['hours']): Readonly<Record<string, readonly string[]>> {
  const times: Record<string, readonly string[]> = {}
  for (let day = 1; day <= 7; day++) {
    const openings = hours === null ? [[0, 1440] as const] : (hours[day] ?? [])
    const open = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
      openings.some(([from, until]) => from < (hour + 1) * 60 && until > hour * 60),
    )
    if (open.length > 0) times[day] = open.map(String)
  }
  return times
}
