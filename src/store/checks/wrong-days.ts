import type { Damage } from '../../core/damage/damage.ts'
import { Damaged } from '../../core/damage/damage.ts'
import type { Engine, ReadSession } from '../engine/engine.ts'
import type { Row, Value } from '../engine/value.ts'

/** The name of the rows for people. */
const table = 'the calls by day'
const dayMicros = 86_400_000_000

/**
 * Finds days whose calls are counted (`index_call_days`) otherwise than the ledger has them. They are counted anew. The calls are counted as
 * they are read; a day that differs is looked at once more, since calls come and go meanwhile.
 */
export class WrongDays {
  readonly #engine: Engine
  /** The calls of each account as they were read, by what they are counted by. */
  readonly #counts = new Map<number, Map<string, number>>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Counts rows of the ledger. */
  add(calls: readonly Row[]): void {
    for (const call of calls) {
      const counts = this.#countsOf(call.account_id as number)
      const day = Math.floor((call.started_at as number) / dayMicros)
      for (const trunk of new Set(['', call.entry_trunk, call.exit_trunk])) {
        const key = keyOf({ day, trunk: trunk ?? '', way: call.way ?? '', disposition: call.disposition ?? '' })
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
    }
  }

  /** Tells of the days that are counted wrongly, and counts them anew. */
  async mend(): Promise<Damage[]> {
    const damages: Damage[] = []
    try {
      for (const { account_id: id } of await this.#engine.reader.all(
        'select distinct account_id from index_call_days',
        [],
      )) {
        this.#countsOf(id as number)
      }
      for (const accountId of this.#counts.keys()) {
        for (const day of await this.#suspectsOf(accountId)) {
          if (!(await this.#engine.search(accountId, (session) => isWrong(session, accountId, day)))) continue
          if (this.#engine.refusesWrites() === null) await this.#countAnew(accountId, day)
          const row = new Date((day * dayMicros) / 1000).toISOString().slice(0, 10)
          damages.push({ accountId, table, row, problem: 'are not as the ledger has them: they are counted anew' })
        }
      }
    } catch (error) {
      if (!(error instanceof Damaged)) throw error
      damages.push({ ...error.damage, table })
    }
    return damages
  }

  #countsOf(accountId: number): Map<string, number> {
    const counts = this.#counts.get(accountId) ?? new Map<string, number>()
    this.#counts.set(accountId, counts)
    return counts
  }

  /** The days that are counted otherwise than the calls were as they were read. */
  async #suspectsOf(accountId: number): Promise<number[]> {
    const read = this.#countsOf(accountId)
    const rows = await this.#engine.reader.all('select * from index_call_days where account_id = $1', [accountId])
    const counted = new Map(rows.map((row) => [keyOf(row), row.calls as number]))
    const keys = [...new Set([...read.keys(), ...counted.keys()])].filter((key) => read.get(key) !== counted.get(key))
    return [...new Set(keys.map((key) => JSON.parse(key)[0] as number))].sort((one, other) => one - other)
  }

  /**
   * Counts a day anew. A call that is written meanwhile, on PostgreSQL, counts itself: it waits for these rows, or they for it.
   */
  #countAnew(accountId: number, day: number): Promise<void> {
    return this.#engine.transaction(async (session) => {
      await session.run('delete from index_call_days where account_id = $1 and day = $2', [accountId, day])
      await session.run(
        `insert into index_call_days ${rightCounts} on conflict (account_id, trunk, day, way, disposition)
         do update set calls = index_call_days.calls + excluded.calls`,
        within(accountId, day),
      )
    })
  }
}

/** The calls of a day, between its first moment and the next day's, by all that they are counted by. */
const rightCounts = `
  select account_id, trunk, day, way, disposition, count(*) as calls from (
    select account_id, '' as trunk, started_at / ${dayMicros} as day, way, disposition
    from calls where account_id = $1 and started_at >= $2 and started_at < $3
    union all select account_id, entry_trunk, started_at / ${dayMicros}, way, disposition
    from calls where account_id = $1 and started_at >= $2 and started_at < $3 and entry_trunk <> ''
    union all select account_id, exit_trunk, started_at / ${dayMicros}, way, disposition
    from calls where account_id = $1 and started_at >= $2 and started_at < $3 and exit_trunk <> '' and exit_trunk <> entry_trunk
  ) as counted where true group by account_id, trunk, day, way, disposition`

/** One statement sees one moment, so that calls which come meanwhile make no difference. */
async function isWrong(session: ReadSession, accountId: number, day: number): Promise<boolean> {
  const kept = 'select * from index_call_days where account_id = $1 and day = $4'
  const rows = await session.all(
    `select 1 as one from (select * from (${rightCounts}) as ours except ${kept}) as lacking
     union all select 1 from (${kept} except select * from (${rightCounts}) as theirs) as other limit 1`,
    [...within(accountId, day), day],
  )
  return rows.length > 0
}

function within(accountId: number, day: number): Value[] {
  return [accountId, day * dayMicros, (day + 1) * dayMicros]
}

function keyOf({ day, trunk, way, disposition }: Row): string {
  return JSON.stringify([day, trunk, way, disposition])
}
