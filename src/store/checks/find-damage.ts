import { type Damage, Damaged } from '../../core/damage/damage.ts'
import type { DamageReader, ReadingRules } from '../../core/damage/damage-port.ts'
import { Refusal } from '../../core/errors.ts'
import type { Engine } from '../engine/engine.ts'
import { putFact, readFact } from '../engine/facts.ts'
import { measure, rowsOf } from '../move/table-rows.ts'
import { damageFound } from './damaged.ts'
import { LostTexts } from './lost-texts.ts'
import { References } from './references.ts'
import { rowCheckOf, rowOf } from './row-check.ts'
import { hasItsSchema } from './schema-sum.ts'
import { groupsAt } from './touched-groups.ts'
import { WrongDays } from './wrong-days.ts'
import { leftPhones, wrongFacts, wrongPhones } from './wrong-phones.ts'

/** The fact of the end of the last scrub. */
const lastScrub = 'last scrub'

export function damageReader(engine: Engine): DamageReader {
  return {
    async size() {
      let [rows, bytes] = [0, 0]
      for (const table of await engine.tables(engine.reader)) {
        // A table that cannot be read is damage, which the reading finds.
        const more = await measure(engine.reader, table).catch(() => ({ rows: 0, bytes: 0 }))
        rows += more.rows
        bytes += more.bytes
      }
      return { rows, bytes }
    },
    async *find(rules) {
      for await (const damage of everywhere(engine, rules)) {
        damageFound.publish(damage)
        yield damage
      }
    },
    groupsAt: (damage) => groupsAt(engine, damage),
    pageChecksums: () => engine.pageChecksums(),
    async lastScrub() {
      const at = await readFact(engine.reader, lastScrub)
      return at === undefined ? null : Number(at)
    },
    keepScrub: (at) => engine.transaction((session) => putFact(session, lastScrub, String(at))),
  }
}

async function* everywhere(engine: Engine, rules: ReadingRules): AsyncGenerator<Damage> {
  const tables = await engine.tables(engine.reader)
  const references = new References(engine.reader)
  const texts = new LostTexts(engine)
  const days = new WrongDays(engine)
  const soFar = { rows: 0, bytes: 0 }
  for (const table of tables) {
    const check = rowCheckOf(table)
    try {
      for await (const { rows, bytes } of rowsOf(engine.reader, table, {}, rules.atOnce)) {
        const problems = rows.map(check)
        yield* problems.flatMap((problem) => problem ?? [])
        yield* references.missingIn(table, rows)
        if (table.name === 'groups') {
          const whole = rows.filter((_, at) => !problems[at])
          yield* await texts.lostOf(whole.map((values) => rowOf(table, values)))
        }
        if (table.name === 'calls' || table.name === 'extensions') {
          const whole = rows.filter((_, at) => !problems[at]).map((values) => rowOf(table, values))
          if (table.name === 'calls') days.add(whole)
          else yield* await wrongPhones(engine, whole)
        }
        soFar.rows += rows.length
        soFar.bytes += bytes
        await rules.onStep({ table: table.name, ...soFar })
        if (rules.signal?.aborted) return
      }
    } catch (error) {
      if (error instanceof Damaged) yield { ...error.damage, table: table.name }
      else if (error instanceof Refusal) throw error
      // Our own statement fails where the description of the table is damaged.
      else
        yield { accountId: null, table: table.name, row: null, problem: `cannot be read: ${(error as Error).message}` }
    }
  }
  if (!(await hasItsSchema(engine))) {
    yield { accountId: null, table: 'the schema', row: null, problem: 'is not as it was written' }
  }
  for (const problem of await engine.damagedPages(rules.signal)) {
    yield { accountId: null, table: 'the file', row: null, problem }
  }
  yield* await leftPhones(engine)
  yield* await wrongFacts(engine)
  yield* await days.mend()
  yield* await texts.mend(rules.signal)
}
