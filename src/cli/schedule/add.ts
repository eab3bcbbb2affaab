import { type Command, InvalidArgumentError } from 'commander'
import type { Schedule, WeekHours } from '../../core/schedule/schedule.ts'
import { setSchedule } from '../../core/schedule/set-schedule.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readTimeZone } from '../read-time-zone.ts'
import { describeHours, readHolidays, readHours } from './read-hours.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly hours: WeekHours
  readonly holidays?: readonly string[]
  readonly timeZone?: string
}

/** `dialbook schedule add NAME --hours TEXT` */
export function addScheduleAdd(parent: Command, edge: Edge): void {
  addCommand(parent, 'add', 'Makes a schedule, or replaces the one of that name, from the next call on.')
    .argument('<name>', 'its name', readScheduleName)
    .requiredOption('--hours <hours>', 'when it is open: "sat-wed 09:00-13:00,14:00-18:00; thu 09:00-13:00"', readHours)
    .option('--holidays <days>', 'days that are closed, Gregorian or Persian: 2026-03-21,1405-01-02', readHolidays)
    .option('--time-zone <zone>', "the zone of the hours (default: the account's)", readTimeZone)
    .option(...accountOption)
    .action((name: string, { hours, holidays = [], timeZone, ...options }: Options) =>
      actOnBook(edge, options, async (book) => {
        const { account, caller } = await chooseCaller(book, options.account)
        const schedule = await setSchedule(book.core, caller, {
          name,
          hours,
          holidays,
          ...(timeZone !== undefined && { timeZone }),
        })
        return {
          text: `schedule ${name}: ${describeHours(schedule.hours)} in ${schedule.timeZone}, ${holidays.length} holidays`,
          json: { account: account.name, schedule: showSchedule(schedule) },
        }
      }),
    )
}

/** Reads the name of a schedule. */
export function readScheduleName(text: string): string {
  if (text.trim() === '' || text.length > 100) throw new InvalidArgumentError('It must have 1 to 100 characters.')
  return text
}

/** A schedule as people may see it. */
export function showSchedule({ accountId: _, hours, ...schedule }: Schedule): object {
  return { ...schedule, hours: describeHours(hours) }
}
