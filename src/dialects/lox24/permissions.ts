import { permissionMap } from '../permission-map.ts'

/** The permissions of a key, in words of the book. This vendor has none of its own: every key may make every call. */
export const permissionsOf = permissionMap({
  '/': [
    ...(['group.find', 'group.add', 'group.update', 'group.remove'] as const),
    ...(['entry.find', 'entry.add', 'entry.update', 'entry.remove'] as const),
    ...(['message.find', 'message.add', 'message.update', 'message.remove'] as const),
    ...(['opt-out.find', 'opt-out.add', 'opt-out.remove'] as const),
  ],
})
