import { type Folder, folderTexts } from '../../../core/folder/folder.ts'
import { clearable, nullable, optional, orNull, text } from '../../fields.ts'
import { exactly, integer, type Shown, string } from '../../schemas.ts'
import { moment, momentSchema, readThing } from '../values.ts'

const shown = {
  ...{ id: integer, name: string, description: orNull(string), parentId: orNull(integer) },
  ...{ folderCount: integer, groupCount: integer, contactCount: integer },
  ...{ createdAt: momentSchema, updatedAt: momentSchema },
}

/** The schema of a folder. */
export const folderSchema = exactly(shown)

/** A folder as this API shows it. */
export function folderWire({ accountId: _accountId, createdAt, updatedAt, ...folder }: Folder): object {
  return { ...folder, createdAt: moment(createdAt), updatedAt: moment(updatedAt) } satisfies Shown<typeof shown>
}

/** Reads the name of a folder. */
export const readFolderName = text({ min: 1, max: folderTexts.name })

/** The members of a body that are fields of a folder, without its name. */
export const folderFields = {
  description: optional(nullable(clearable(text({ max: folderTexts.description, lines: true }), ''))),
  parentId: optional(nullable(readThing)),
}

/** The fields of a folder as the book has them: an empty description is none. */
export function folderFieldsOf<T extends { readonly description?: string | null }>(given: T) {
  return { ...given, ...(given.description !== undefined && { description: given.description || null }) }
}
