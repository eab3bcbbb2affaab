import { setTimeout as pause } from 'node:timers/promises'
import type { Engine, GroupKey, Session } from '../engine/engine.ts'

/** Groups that come into the index in one transaction: it takes some milliseconds, so that nobody waits for long. */
const batch = 100

/**
 * Brings every group into the index of texts that was written before there was one, while the book is served. Searches go without
 * the index until it is whole. A run that was interrupted goes on from there. `signal` ends it.
 */
export async function indexOlderTexts(engine: Engine, signal: AbortSignal): Promise<void> {
  if (await isIndexWhole(engine.reader)) return
  while (!signal.aborted) {
    const begun = performance.now()
    if (await engine.transaction((session) => indexSome(engine, session))) return
    // Half of the time is for others.
    await pause(performance.now() - begun)
  }
}

/** Has the index filled anew, from the first group on. */
export async function indexTextsAnew(engine: Engine): Promise<void> {
  await engine.transaction(async (session) => {
    await session.run("update index_state set account_id = 0, id = 0, whole = 0 where name = 'groups'", [])
    await engine.texts.clear(session)
  })
}

/** Whether every group is in the index. */
export async function isIndexWhole(session: Pick<Session, 'one'>): Promise<boolean> {
  return (await session.one("select whole from index_state where name = 'groups'", []))?.whole === 1
}

/** Brings some groups into the index, and says whether all are there. */
async function indexSome({ texts }: Engine, session: Session): Promise<boolean> {
  const state = await session.lockOne("select account_id, id, whole from index_state where name = 'groups'", [])
  if (!state || state.whole === 1) return true
  const after = [state.account_id as number, state.id as number] as const
  // A group that comes meanwhile is brought into the index by its own transaction.
  const last = await session.one(
    `select account_id, id from groups where (account_id, id) > ($1, $2)
     order by account_id, id limit 1 offset ${batch - 1}`,
    after,
  )
  const end: GroupKey = last ? [last.account_id as number, last.id as number] : [Number.MAX_SAFE_INTEGER, 0]
  await texts.fill(session, after, end)
  await session.run("update index_state set account_id = $1, id = $2, whole = $3 where name = 'groups'", [
    ...end,
    last ? 0 : 1,
  ])
  return !last
}
