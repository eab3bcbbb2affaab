import type { Permission } from '../../core/permission/permission.ts'
import { permissionMap } from '../permission-map.ts'

const allowed: Readonly<Record<string, readonly Permission[]>> = {
  '/autodialer/groups/upload': ['upload.add'],
  '/autodialer/groups/add': ['group.add'],
  '/autodialer/groups/search': ['group.find', 'entry.find'],
  // The answer holds all numbers of the group.
  '/autodialer/groups/update': ['group.update', 'entry.find'],
  '/autodialer/groups/remove': ['group.remove'],
  '/autodialer/contacts/add': ['contact.add'],
  '/autodialer/contacts/search': ['contact.find'],
  '/autodialer/contacts/update': ['contact.update'],
  '/autodialer/contacts/remove': ['contact.remove'],
  '/pbx/users/add': ['extension.add'],
  '/pbx/users/search': ['extension.find'],
  '/pbx/users/update': ['extension.update'],
  '/pbx/users/remove': ['extension.remove'],
  '/setting/ping/act': ['webhook.ping'],
}

/** What the paths of the vendor's permissions allow, in words of the book; `/pbx/users/*` allows all that is below it. */
export const permissionsOf = permissionMap(allowed)

/** The paths of the vendor's permissions whose calls are served. */
export const servedPaths: readonly string[] = Object.keys(allowed)
