import type { Permission } from '../../core/permission/permission.ts'
import { permissionMap } from '../permission-map.ts'

/** The permissions that the calls of this API ask for. They are the book's own words. */
const served = [
  ...(['group.find', 'group.add', 'group.update', 'group.remove'] as const),
  ...(['entry.find', 'entry.add', 'entry.update', 'entry.remove'] as const),
  ...(['contact.find', 'contact.add', 'contact.update', 'contact.remove'] as const),
  ...(['membership.find', 'membership.add', 'membership.remove'] as const),
  'upload.add',
  ...(['change.find', 'change.undo'] as const),
] as const satisfies readonly Permission[]

/** The permissions of a key that may make every call. */
export const everything: readonly string[] = ['*']

/** The words that a key may be allowed: `group.find`, `group.*` for all of a noun, `*` for everything. */
export const allowedWords: readonly string[] = [
  ...everything,
  ...new Set(served.flatMap((word) => [`${word.split('.')[0]}.*`, word])),
]

/** The permissions of a key. A key that may everything gets what a later version serves, and nothing that none serves. */
export const permissionsOf = permissionMap(Object.fromEntries(served.map((word) => [word, [word]])))
