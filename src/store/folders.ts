import type { Folder, FolderField } from '../core/folder/folder.ts'
import type { FolderReader, FolderWriter } from '../core/folder/folder-port.ts'
import { whole } from './checks/damaged.ts'
import { summed } from './checks/sum-row.ts'
import { conditionsOf } from './engine/conditions.ts'
import type { Engine, Session } from './engine/engine.ts'
import { withFilter } from './engine/filter.ts'
import { insertRow } from './engine/insert-row.ts'
import { orderBy, readPage } from './engine/pages.ts'
import { tally } from './engine/sequences.ts'
import type { Row, Value } from './engine/value.ts'
import { countInFolder } from './folder-counts.ts'

const columns: Readonly<Record<FolderField, string>> = {
  id: 'id',
  name: 'name',
  description: 'description',
  parentId: 'parent_id',
  folderCount: 'folder_count',
  groupCount: 'group_count',
  contactCount: 'contact_count',
}

export function folderReader(engine: Engine, session: Session): FolderReader {
  return {
    get: (accountId, id) => readFolder(session.one, accountId, id),
    async page(accountId, { filter, sort }, page) {
      const conditions = withFilter(engine, conditionsOf(engine, accountId, {}), filter, columns)
      const order = orderBy('folders', sort, columns)
      const { items, total } = await readPage(
        engine,
        { table: 'folders', noun: 'folder', accountId, conditions, order },
        page,
      )
      return { items: items.map(toFolder), total }
    },
  }
}

export function folderWriter(session: Session): FolderWriter {
  return {
    // The row of the sequence of folders stands for the tree: it is there as soon as a folder is.
    async lockTree(accountId) {
      await session.lockOne("select next from sequences where account_id = $1 and noun = 'folder'", [accountId])
    },

    lock: (accountId, id) => readFolder(session.lockOne, accountId, id),

    async insert(folder) {
      await insertRow(session, 'folders', { ...toRow(folder), folder_count: 0, group_count: 0, contact_count: 0 })
      await countInFolder(session, folder.accountId, folder.parentId, { folders: 1 })
      await tally(session, folder.accountId, 'folder', 1)
    },

    async update(before, after) {
      const { account_id, id, ...values } = summed(session, 'folders', toRow(after))
      await session.run(
        `update folders set ${Object.keys(values).map((column, index) => `${column} = $${index + 3}`)}
         where account_id = $1 and id = $2`,
        [after.accountId, after.id, ...Object.values(values)],
      )
      if (before.parentId === after.parentId) return
      await countInFolder(session, before.accountId, before.parentId, { folders: -1 })
      await countInFolder(session, after.accountId, after.parentId, { folders: 1 })
    },

    async remove(folder) {
      await session.run('delete from folders where account_id = $1 and id = $2', [folder.accountId, folder.id])
      await countInFolder(session, folder.accountId, folder.parentId, { folders: -1 })
      await tally(session, folder.accountId, 'folder', -1)
    },
  }
}

async function readFolder(one: Session['one'], accountId: number, id: number): Promise<Folder | undefined> {
  const row = await one('select * from folders where account_id = $1 and id = $2', [accountId, id])
  return row && toFolder(row)
}

function toFolder(row: Row): Folder {
  whole('folder', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    name: row.name as string,
    description: row.description as string | null,
    parentId: row.parent_id as number | null,
    folderCount: row.folder_count as number,
    groupCount: row.group_count as number,
    contactCount: row.contact_count as number,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
  }
}

/** A folder as a row of `folders`, without the counts, which what it holds keeps. */
function toRow(folder: Folder): Record<string, Value> {
  return {
    account_id: folder.accountId,
    id: folder.id,
    name: folder.name,
    description: folder.description,
    parent_id: folder.parentId,
    created_at: folder.createdAt,
    updated_at: folder.updatedAt,
  }
}
