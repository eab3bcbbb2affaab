import { unavailable } from '../../core/errors.ts'
import type { StagedList } from '../../core/list/staged-list.ts'
import type { Session } from '../engine/engine.ts'
import type { ListRow } from './list-row.ts'

/**
 * A staged list of this store. The ids of entries that are new count from 0: the chunk `[c7, 4000, 8000]` begins with
 * its entry 8000, whatever id that will have in the list that takes it.
 */
export class Staged implements StagedList {
  readonly id: string
  readonly count: number
  readonly parts: number
  readonly row: ListRow

  constructor(id: string, count: number, parts: number, row: ListRow) {
    this.id = id
    this.count = count
    this.parts = parts
    this.row = row
  }
}

/**
 * Takes a staged list for the list version that will have its chunks and leaves. The ids count from `firstEntryId`
 * then: `[c7, 4000, 8000]` becomes `[c7, 4000, 8500]` for 500.
 */
export async function takeStaged(
  session: Session,
  accountId: number,
  list: StagedList,
  firstEntryId: number,
): Promise<ListRow> {
  if (!(list instanceof Staged)) throw new Error('a store takes only the lists that it staged')
  const { id, parts, row } = list
  const taken = await session.run('delete from staged_lists where account_id = $1 and id = $2', [accountId, id])
  if (taken !== parts) throw unavailable('the list was written too long ago: send it again', undefined)
  return {
    chunks: row.chunks.map(([chunkId, count, offset, bytes]) => [chunkId, count, firstEntryId + offset, bytes]),
    index: row.index,
  }
}
