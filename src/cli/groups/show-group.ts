import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import { getFolder } from '../../core/folder/get-folder.ts'
import type { ColumnTitles, Group } from '../../core/group/group.ts'
import { isoTime } from '../table.ts'

/** A group as JSON shows it. */
export interface ShownGroup {
  readonly id: number
  readonly hexId: string
  readonly name: string
  readonly numbers: number
  readonly titles: ColumnTitles
  readonly folder: { readonly id: number; readonly name: string } | null
  readonly plannedDeletion: string | null
  readonly description: string | null
  readonly contacts: number
  readonly created: string
  readonly changed: string
}

/** The shapes of some groups. Each folder is looked up once. */
export async function showGroups(core: Core, caller: Caller, groups: readonly Group[]): Promise<ShownGroup[]> {
  const ids = new Set(groups.flatMap(({ folderId }) => folderId ?? []))
  const folders = new Map(
    await Promise.all([...ids].map(async (id) => [id, await getFolder(core, caller, id).catch(goneFolder)] as const)),
  )
  return groups.map((group) => {
    const folder = group.folderId === null ? undefined : folders.get(group.folderId)
    return {
      ...{ id: group.id, hexId: group.hexId, name: group.name, numbers: group.count, titles: group.columns },
      folder: folder ? { id: folder.id, name: folder.name } : null,
      plannedDeletion: group.plannedDeletionAt === null ? null : isoTime(group.plannedDeletionAt),
      ...{ description: group.description, contacts: group.contactCount },
      ...{ created: isoTime(group.createdAt), changed: isoTime(group.updatedAt) },
    }
  })
}

/** A group of the past may have been in a folder that is gone. */
function goneFolder(error: unknown): undefined {
  if (error instanceof Refusal && error.code === 'not_found') return undefined
  throw error
}

/** The shape of one group. */
export async function showGroup(core: Core, caller: Caller, group: Group): Promise<ShownGroup> {
  const [shown] = await showGroups(core, caller, [group])
  return shown as ShownGroup
}
