import { setImmediate as giveWay } from 'node:timers/promises'
import { type Damage, Damaged } from '../../core/damage/damage.ts'
import type { Engine, ReadSession } from '../engine/engine.ts'
import { eachSome } from '../engine/many-rows.ts'
import type { Row, Value } from '../engine/value.ts'

/** Extensions that are made anew in one statement: others wait so long on SQLite. */
const atOnce = 25

/** The name of the rows for people. */
const table = 'what the PBX reads'

/**
 * Finds extensions that the PBX reads otherwise than they are, since what it reads (`index_phones`) was damaged. That follows from the
 * extensions, and is written anew.
 */
export async function wrongPhones(engine: Engine, extensions: readonly Row[]): Promise<Damage[]> {
  const damages: Damage[] = []
  for (const [accountId, rows] of Map.groupBy(extensions, (row) => row.account_id as number)) {
    const wrong = await wrongOf(engine.reader, accountId, rows)
    if (wrong.length === 0) continue
    if (engine.refusesWrites() === null) await writeAnew(engine, accountId, wrong)
    damages.push(...wrong.map((row) => damageOf(accountId, row)))
  }
  return damages
}

/** The rows for the PBX whose extensions are gone. They are removed. */
export async function leftPhones(engine: Engine): Promise<Damage[]> {
  let left: readonly Row[]
  try {
    left = await engine.reader.all(
      `select account_id, number from index_phones as read where not exists (
         select 1 from extensions as e where e.account_id = read.account_id and e.number = read.number)`,
      [],
    )
  } catch (error) {
    if (error instanceof Damaged) return [{ ...error.damage, table }]
    throw error
  }
  if (left.length > 0 && engine.refusesWrites() === null) {
    await engine.transaction(async (session) => {
      for (const { account_id: accountId, number } of left) {
        await session.run('delete from index_phones where account_id = $1 and number = $2', [
          accountId as Value,
          number as Value,
        ])
      }
    })
  }
  return left.map((row) => damageOf(row.account_id as number, row))
}

/** What the PBX reads beside extensions, each with what it follows from. These are few rows. */
const others = [
  ['index_pbx', 'derived_pbx', 'of settings'],
  ['index_addresses', 'derived_addresses', 'of addresses'],
] as const

/** Finds out whether the PBX reads its settings and the addresses of gateways and trunks as they are. They are written anew where not. */
export async function wrongFacts(engine: Engine): Promise<Damage[]> {
  const damages: Damage[] = []
  for (const [index, derived, row] of others) {
    const wrong = (session: ReadSession) =>
      session.all(
        `select 1 as one from (select * from ${derived} except select * from ${index}) as lacking
         union all select 1 from (select * from ${index} except select * from ${derived}) as other limit 1`,
        [],
      )
    try {
      if ((await wrong(engine.reader)).length === 0) continue
      if (engine.refusesWrites() === null) {
        await engine.transaction(async (session) => {
          await session.run(`delete from ${index}`, [])
          await session.run(`insert into ${index} select * from ${derived}`, [])
        })
      }
      damages.push({ accountId: null, table, row, problem: 'is not as the book has it: it is written anew' })
    } catch (error) {
      if (!(error instanceof Damaged)) throw error
      damages.push({ ...error.damage, table })
    }
  }
  return damages
}

async function wrongOf(session: ReadSession, accountId: number, rows: readonly Row[]): Promise<readonly Row[]> {
  const wrong = new Set<Value>()
  for (let at = 0; at < rows.length; at += atOnce) {
    const numbers = rows.slice(at, at + atOnce).map((row) => row.number as Value)
    const list = numbers.map((_, index) => `$${index + 2}`)
    const [right, read] = ['derived_phones', 'index_phones'].map(
      (name) => `select * from ${name} where account_id = $1 and number in (${list})`,
    )
    const found = await session.all(
      `select number from (${right} except ${read}) as lacking
       union select number from (${read} except ${right}) as other`,
      [accountId, ...numbers],
    )
    for (const { number } of found) wrong.add(number ?? null)
    await giveWay()
  }
  return rows.filter(({ number }) => wrong.has(number ?? null))
}

function writeAnew(engine: Engine, accountId: number, rows: readonly Row[]): Promise<void> {
  const ids = rows.map(({ id }) => id as number).toSorted((one, other) => one - other)
  return engine.transaction((session) =>
    eachSome(ids, [accountId], async (list, parameters) => {
      const extensions = `account_id = $1 and id in (${list})`
      await session.lockAll(`select id from extensions where ${extensions} order by id`, parameters)
      await session.run(
        `delete from index_phones where account_id = $1 and number in (select number from extensions where ${extensions})`,
        parameters,
      )
      await session.run(
        `insert into index_phones select * from derived_phones where account_id = $1 and extension_id in (${list})`,
        parameters,
      )
    }),
  )
}

function damageOf(accountId: number, { number }: Row): Damage {
  const problem = 'is not as its extension is: it is written anew'
  return { accountId, table, row: String(number), problem }
}
