import { Damaged } from '../core/damage/damage.ts'
import type { Engine } from './engine/engine.ts'
import { groupWriter } from './groups.ts'
import { LastMaking } from './lists/last-making.ts'
import { allOlderSlices, groupsWithOlderSieve, hasOlderSieves } from './lists/older-sieves.ts'
import { renewSieve } from './lists/phone-sieves.ts'

/** Groups that get a new sieve in one transaction: so few that nobody waits for it, up to 160,000 phones. */
const batch = 10

/**
 * Renews all older sieves, some groups at a time, until the signal ends it. Phones are found by both forms meanwhile. Groups
 * with damage keep theirs.
 */
export async function renewSieves(engine: Engine, signal: AbortSignal): Promise<void> {
  for (const { id } of await engine.reader.all('select id from accounts order by id', [])) {
    if (await hasOlderSieves(engine.reader, id as number)) await renewInAccount(engine, id as number, signal)
  }
}

async function renewInAccount(engine: Engine, accountId: number, signal: AbortSignal): Promise<void> {
  for (const slice of allOlderSlices) {
    for (let after = 0; !signal.aborted; ) {
      const ids = await groupsWithOlderSieve(engine.reader, { accountId, slice, after }, batch)
      const last = ids.at(-1)
      if (last === undefined) break
      await renewWhole(engine, accountId, ids)
      after = last
    }
  }
}

/** Renews the sieves of some groups together, or of those that are whole one by one. */
async function renewWhole(engine: Engine, accountId: number, ids: readonly number[]): Promise<void> {
  try {
    await renew(engine, accountId, ids)
  } catch (error) {
    if (!(error instanceof Damaged)) throw error
    if (ids.length > 1) for (const id of ids) await renewWhole(engine, accountId, [id])
  }
}

function renew(engine: Engine, accountId: number, ids: readonly number[]): Promise<void> {
  return engine.transaction(async (session) => {
    const groups = groupWriter(session, new LastMaking())
    for (const id of ids) {
      const group = await groups.lock(accountId, { id })
      await renewSieve(session, group ?? { accountId, id, listId: null, count: 0 })
    }
  })
}
