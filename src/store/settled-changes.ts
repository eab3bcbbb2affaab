import { setTimeout as pause } from 'node:timers/promises'
import type { Engine, Session } from './engine/engine.ts'

/** Numbers that are looked at together. */
const atOnce = 10_000

/** The longest wait for writers that may still bring a lower number, and the time between two looks, in milliseconds. */
const [patience, between] = [2000, 10]

/**
 * A number up to which no change behind this one can still come to light. Numbers without a gap are settled. In a gap a writer may be
 * under way, or one that failed has been: nobody can be once all transactions have ended that were under way when the numbers were read.
 */
export async function settledAfter(
  { horizon }: Pick<Engine, 'horizon'>,
  session: Session,
  number: number,
): Promise<number> {
  const seen = await session.one(
    `select count(*) as count, max(number) as last
     from (select number from changes where number > $1 order by number limit $2) as behind`,
    [number, atOnce],
  )
  if (!seen || seen.last === null) return number
  const last = Number(seen.last)
  if (Number(seen.count) === last - number) return last
  // Whoever drew a number below the last one had begun to write by then.
  const begun = await read(session, horizon.next)
  for (let waited = 0; (await read(session, horizon.oldest)) < begun; waited += between) {
    if (waited >= patience) return number
    await pause(between)
  }
  return last
}

async function read(session: Session, expression: string): Promise<number> {
  return Number((await session.one(`select ${expression} as value`, []))?.value)
}
