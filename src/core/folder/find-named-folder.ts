import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { Filter } from '../filter/filter.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Folder, FolderField } from './folder.ts'

/** The most folders that a refusal names. */
const namedAtMost = 20

/**
 * The account's folder that a person means: by its id, or by its name, letter by letter. A number that is an id is that id.
 *
 * @throws Refusal `not_found`; `conflict` when several folders have that name. It names them.
 */
export async function findNamedFolder(core: Core, caller: Caller, text: string): Promise<Folder> {
  mustBeAllowed(caller, 'folder.find')
  const byId = /^[1-9][0-9]{0,14}$/.test(text)
    ? await core.store.folders.get(caller.accountId, Number(text))
    : undefined
  if (byId) return byId
  const filter: Filter<FolderField> = { kind: 'compare', field: 'name', by: 'eq', value: text }
  const query = { filter, sort: [{ by: 'id', descending: false }] } as const
  const { items, total } = await core.store.folders.page(caller.accountId, query, { start: 0, count: namedAtMost })
  const [folder, ...others] = items
  if (!folder) throw new Refusal('not_found', `there is no folder '${text}': give its id or its whole name`)
  if (others.length === 0) return folder
  const more = total > items.length ? ` and ${total - items.length} more` : ''
  const ids = items.map(({ id }) => id).join(', ')
  throw new Refusal('conflict', `the folders ${ids}${more} are named '${text}': give the id of one`)
}
