import type { Permission } from '../../core/permission/permission.ts'
import { permissionMap } from '../permission-map.ts'

/** A role of a key, in the vendor's words. */
export type Role = 'Contacts (read)' | 'Contacts (write)'

/** The permissions of each role, in words of the book. Writing does not include reading: the vendor has a role for either. */
const permissionsByRole: Readonly<Record<Role, readonly Permission[]>> = {
  'Contacts (read)': ['group.find', 'folder.find', 'contact.find', 'membership.find', 'opt-out.find'],
  'Contacts (write)': [
    ...(['group.add', 'group.update', 'group.remove', 'folder.add', 'folder.update', 'folder.remove'] as const),
    ...(['contact.add', 'contact.update', 'contact.remove', 'membership.add', 'membership.remove'] as const),
    'opt-out.add',
  ],
}

/** All that a key may do. */
export const permissionsOf = permissionMap(permissionsByRole)
