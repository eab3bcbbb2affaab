import { permissionMap } from '../permission-map.ts'

/** What a key may do, in words of the book. This vendor has no permissions: every key may make every call. */
export const permissionsOf = permissionMap({
  '/': [
    ...(['group.find', 'group.add', 'group.update', 'group.remove'] as const),
    ...(['entry.find', 'entry.add', 'entry.update', 'entry.remove'] as const),
  ],
})
