import type { Session } from './engine/engine.ts'

/** The differences that a write makes to the counts of a folder: `{ groups: -1, contacts: -20 }`. */
export interface FolderCounts {
  readonly folders?: number
  readonly groups?: number
  readonly contacts?: number
}

/** Keeps the counts of a folder in step with its contents. The root, a `folderId` of null, has no counts. */
export async function countInFolder(
  session: Session,
  accountId: number,
  folderId: number | null,
  { folders = 0, groups = 0, contacts = 0 }: FolderCounts,
): Promise<void> {
  if (folderId === null) return
  await session.put(
    `update folders set folder_count = folder_count + $3, group_count = group_count + $4,
       contact_count = contact_count + $5
     where account_id = $1 and id = $2`,
    [accountId, folderId, folders, groups, contacts],
  )
}
