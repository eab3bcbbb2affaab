import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { noColumns } from '../group/group.ts'
import { importPermissions, oddPhonesOf } from '../import/import-numbers.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { createPreview } from './create-preview.ts'
import { findTarget } from './find-target.ts'
import type { KeptReject, Preview } from './preview.ts'
import type { FileNumbers, NumbersWish } from './read-numbers.ts'

/** The import that a file is read for, as plain data: another thread may read the file. */
export interface FileWish extends Omit<NumbersWish, 'oddPhones'> {
  readonly sheet?: string
  readonly oddPhones: readonly string[]
}

/** A file that was read. */
export interface ReadFile extends FileNumbers {
  /** The name that its owner gave it; empty where it has none. */
  readonly filename: string
  /** The lines that were not taken, in order, some hundred at a time. */
  readonly rejects: Iterable<readonly KeptReject[]>
}

/** An import as somebody asks for it: its group by an id or a name, and the columns of the file. */
export interface AskedImport extends Omit<FileWish, 'oddPhones' | 'titles'> {
  readonly group: string
  /** Whether a group is made where none has that name. */
  readonly create: boolean
}

/** The longest name of a file that is kept. */
const longestName = 255

/**
 * Reads a file by `read`, keeps its numbers, and tells what their import would do. No group is changed.
 *
 * @throws Refusal `invalid_value` of `group`, as {@link findTarget} does; of the file and its columns.
 */
export async function previewFile(
  core: Core,
  caller: Caller,
  { group: named, create, mode, ...asked }: AskedImport,
  read: (wish: FileWish) => Promise<ReadFile>,
): Promise<Preview> {
  mustBeAllowed(caller, 'upload.add')
  for (const permission of importPermissions[mode]) mustBeAllowed(caller, permission)
  const { target, group } = await findTarget(core, caller, named, create)
  const odd = await oddPhonesOf(core.store.lists, caller.accountId, group?.listId ?? null)
  const file = await read({ ...asked, mode, titles: group?.columns ?? noColumns, oddPhones: [...odd] })
  return createPreview(core, caller, {
    ...{ filename: shownName(file.filename), target, mode },
    ...{ numbers: file, rejects: file.rejects },
  })
}

/** The name of a file as it is kept: without characters that nobody can read, and not longer than a name. */
function shownName(filename: string): string {
  return filename
    .replace(/\p{Cc}/gu, '')
    .slice(0, longestName)
    .toWellFormed()
}
