import type { Schedule } from '../../core/schedule/schedule.ts'
import type { ScheduleReader, ScheduleWriter } from '../../core/schedule/schedule-port.ts'
import { whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Row } from '../engine/value.ts'

export function scheduleReader(session: Session): ScheduleReader {
  return { all: (accountId) => all(session, accountId) }
}

export function scheduleWriter(session: Session): ScheduleWriter {
  const removeRows = async ({ accountId, id }: Schedule): Promise<void> => {
    await session.put('delete from schedule_days where account_id = $1 and schedule_id = $2', [accountId, id])
    await session.put('delete from schedules where account_id = $1 and id = $2', [accountId, id])
  }
  return {
    all: (accountId) => all(session, accountId),
    async lock(accountId, id) {
      const row = await session.lockOne('select * from schedules where account_id = $1 and id = $2', [accountId, id])
      return row && toSchedule(row)
    },
    async put(schedule, days) {
      await removeRows(schedule)
      const { accountId, id, name, timeZone, hours, holidays, createdAt } = schedule
      await insertRow(session, 'schedules', {
        ...{ account_id: accountId, id, name, time_zone: timeZone },
        ...{ hours: JSON.stringify(hours), holidays: JSON.stringify(holidays), created_at: createdAt },
      })
      for (const [day, minutes] of days) {
        await insertRow(session, 'schedule_days', { account_id: accountId, schedule_id: id, day, minutes })
      }
    },
    remove: removeRows,
  }
}

async function all(session: Session, accountId: number): Promise<Schedule[]> {
  const rows = await session.all('select * from schedules where account_id = $1 order by name', [accountId])
  return rows.map(toSchedule)
}

function toSchedule(row: Row): Schedule {
  whole('schedule', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    name: row.name as string,
    timeZone: row.time_zone as string,
    hours: JSON.parse(row.hours as string),
    holidays: JSON.parse(row.holidays as string),
    createdAt: row.created_at as number,
  }
}
