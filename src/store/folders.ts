import type { Folder, FolderField } from '../core/folder/folder.ts'
import type { FolderReader, FolderWriter } from '../core/folder/folder-port.ts'
import { conditionsOf } from './engine/conditions.ts'
import type { Engine, Session } from './engine/engine.ts'
import { withFilter } from './engine/filter.ts'
import { orderBy, readPage } from './engine/pages.ts'
import { tally } from './engine/sequences.ts'
import type { Row } from './engine/value.ts'
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
      const conditions = withFilter(engine, conditionsOf(engine.like, accountId, {}), filter, columns)
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
      await session.run(
        `insert into folders (account_id, id, name, description, parent_id, folder_count, group_count, contact_count,
           created_at, updated_at)
         values ($1, $2, $3, $4, $5, 0, 0, 0, $6, $7)`,
        [
          folder.accountId,
          folder.id,
          folder.name,
          folder.description,
          folder.parentId,
          folder.createdAt,
          folder.updatedAt,
        ],
      )
      await countInFolder(session, folder.accountId, folder.parentId, { folders: 1 })
      await tally(session, folder.accountId, 'folder', 1)
    },

    async update(before, after) {
      await session.run(
        `update folders set name = $3, description = $4, parent_id = $5, updated_at = $6
         where account_id = $1 and id = $2`,
        [after.accountId, after.id, after.name, after.description, after.parentId, after.updatedAt],
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
