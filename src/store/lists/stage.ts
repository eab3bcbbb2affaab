import type { Clock, Ids } from '../../core/environment.ts'
import type { Stage } from '../../core/list/stage-port.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { chunksOf } from './chunk-cut.ts'
import { mergerOn } from './list-merger.ts'
import { leavesOf } from './phone-index.ts'
import type { Staged } from './staged.ts'
import { StagedParts } from './staged-parts.ts'

export function stageOn(engine: Engine, ids: Ids, clock: Clock): Stage {
  const drop: Stage['drop'] = async (accountId, id) => {
    const rows = await engine.reader.all('select part from staged_lists where account_id = $1 and id = $2', [
      accountId,
      id,
    ])
    for (const { part } of rows) {
      await engine.transaction((session) => dropPart(session, accountId, id, part as number))
    }
  }
  /** Stages a list. When that fails, what was written of it is forgotten. */
  const stage = async (accountId: number, fill: (parts: StagedParts) => Promise<Staged>): Promise<Staged> => {
    const id = ids.hexId()
    const key = { accountId, id, begunAt: clock.now() }
    try {
      return await fill(new StagedParts((work) => engine.transaction(work), ids, key))
    } catch (error) {
      await drop(accountId, id).catch(() => undefined)
      throw error
    }
  }
  return {
    put: (accountId, list) =>
      stage(accountId, async (parts) => {
        for (const piece of chunksOf(list)) await parts.chunks.add(piece)
        for (const leaf of leavesOf(list)) await parts.leaves.add(leaf)
        return parts.finish(list.codes.length)
      }),

    ...mergerOn(engine.reader, stage),

    drop,

    async dropOlder(time) {
      const rows = await engine.reader.all('select distinct account_id, id from staged_lists where begun_at < $1', [
        time,
      ])
      for (const row of rows) await drop(row.account_id as number, row.id as string)
    },
  }
}

/**
 * Deletes a part of a staged list with its chunks and leaves. Whoever deletes the row of the part owns these, so that a
 * write which takes the list meanwhile finds a part missing.
 */
async function dropPart(session: Session, accountId: number, id: string, part: number): Promise<void> {
  const row = await session.one(
    'delete from staged_lists where account_id = $1 and id = $2 and part = $3 returning chunks, leaves',
    [accountId, id, part],
  )
  if (!row) return
  for (const [table, ids] of [
    ['chunks', row.chunks],
    ['phone_leaves', row.leaves],
  ] as const) {
    for (const each of JSON.parse(ids as string) as string[]) {
      await session.run(`delete from ${table} where account_id = $1 and id = $2`, [accountId, each])
    }
  }
}
