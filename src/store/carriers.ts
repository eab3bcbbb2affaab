import type { CarrierDesk } from '../core/message/carrier-desk.ts'
import type { Session } from './engine/engine.ts'

/** What the book knows of carriers. */
export function carrierDeskOn(
  reader: Session,
  transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>,
): CarrierDesk {
  return {
    async place(name) {
      const row = await reader.one('select place from carriers where name = $1', [name])
      return (row?.place ?? undefined) as string | undefined
    },
    keepPlace: (name, place) =>
      transaction((session) =>
        session.run('insert into carriers (name, place) values ($1, $2) on conflict (name) do update set place = $2', [
          name,
          place,
        ]),
      ).then(() => undefined),
    async states() {
      const rows = await reader.all('select * from carriers where told_at is not null order by name', [])
      return rows.map((row) => ({
        name: row.name as string,
        isUp: row.is_up === 1,
        since: row.since as number,
        problem: row.problem as string | null,
        toldAt: row.told_at as number,
      }))
    },
    tell: ({ name, isUp, since, problem, toldAt }) =>
      transaction((session) =>
        session.run(
          `insert into carriers (name, is_up, since, problem, told_at) values ($1, $2, $3, $4, $5)
           on conflict (name) do update set is_up = $2, since = $3, problem = $4, told_at = $5`,
          [name, Number(isUp), since, problem, toldAt],
        ),
      ).then(() => undefined),
  }
}
