import type { Group } from '../core/group/group.ts'
import type { Engine } from './engine/engine.ts'
import { groupWriter } from './groups.ts'
import { LastMaking } from './lists/last-making.ts'
import { insertSieve } from './lists/phone-sieves.ts'

/** Groups that get their sieve in one transaction, so that no transaction takes long. */
const batch = 200

/**
 * Gives every group from before there were sieves its own. A run that was interrupted goes on when the book is next
 * opened.
 */
export async function sieveOlderGroups(engine: Engine): Promise<void> {
  for (;;) {
    const rows = await engine.reader.all(
      'select account_id, group_id from unsieved_groups order by account_id, group_id limit $1',
      [batch],
    )
    if (rows.length === 0) return
    await engine.transaction(async (session) => {
      const groups = groupWriter(session, new LastMaking())
      for (const row of rows) {
        const group: Group | undefined = await groups.lock(row.account_id as number, { id: row.group_id as number })
        if (group) await insertSieve(session, group, undefined)
        await session.run('delete from unsieved_groups where account_id = $1 and group_id = $2', [
          row.account_id as number,
          row.group_id as number,
        ])
      }
    })
  }
}
