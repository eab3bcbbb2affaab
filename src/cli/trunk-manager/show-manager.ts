import type { TrunkManager } from '../../core/trunk-manager/trunk-manager.ts'
import { describeHours } from '../schedule/read-hours.ts'

/** A trunk manager as programs see it. The interval is in seconds. */
export function showManager({ accountId: _, hours, interval, ...manager }: TrunkManager): object {
  return { ...manager, interval: interval / 1000, hours: hoursOf(hours) }
}

/** A trunk manager in one line. */
export function describeManager({ title, trunk, active, capacity, interval, hours, timeZone }: TrunkManager): string {
  const pace = `${capacity} ${capacity === 1 ? 'call' : 'calls'} at once, ${interval / 1000} s from call to call`
  const when = hours === null ? 'always' : `${hoursOf(hours)} in ${timeZone}`
  return `trunk manager '${title}': the trunk ${trunk}, ${pace}, ${when}${active ? '' : ', not active'}`
}

/** Hours for people: `always` where there are none that forbid. */
export function hoursOf(hours: TrunkManager['hours']): string {
  return hours === null ? 'always' : describeHours(hours)
}
