import type { Schedule } from './schedule.ts'

/** Reads schedules. */
export interface ScheduleReader {
  /** All schedules of the account, in the order of their names. */
  all(accountId: number): Promise<Schedule[]>
}

/** Writes schedules, and the days by which the PBX finds them. */
export interface ScheduleWriter extends ScheduleReader {
  lock(accountId: number, id: number): Promise<Schedule | undefined>
  /** Inserts or replaces a schedule. */
  put(schedule: Schedule, days: ReadonlyMap<string, string>): Promise<void>
  remove(schedule: Schedule): Promise<void>
}
