import { foldAccountName } from '../core/account/account-name.ts'
import { sumAgain } from './checks/sum-row.ts'
import type { Engine } from './engine/engine.ts'

/**
 * Gives the accounts of a book from before names were unique without case what tells names apart. Of two that are the same
 * the older one is found by any case; the other keeps its name, which is found as it is written.
 */
export async function foldOlderNames(engine: Engine): Promise<void> {
  const older = 'select id, name from accounts where folded_name is null and removed_at is null order by id'
  if (!(await engine.reader.one(`${older} limit 1`, []))) return
  await engine.transaction(async (session) => {
    for (const row of await session.lockAll(older, [])) {
      const [id, folded] = [row.id as number, foldAccountName(row.name as string)]
      const other = await session.one('select id from accounts where folded_name = $1', [folded])
      // A line break is in no name, so nobody can ask for this one.
      await session.run('update accounts set folded_name = $2 where id = $1', [id, other ? `${folded}\n${id}` : folded])
      await sumAgain(session, 'account', id)
    }
  })
}
