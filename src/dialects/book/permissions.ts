import type { Permission } from '../../core/permission/permission.ts'
import { permissionMap } from '../permission-map.ts'

/** The permissions that the calls of this API ask for. They are the book's own words. */
const served = [
  ...(['group.find', 'group.add', 'group.update', 'group.remove'] as const),
  ...(['entry.find', 'entry.add', 'entry.update', 'entry.remove'] as const),
  ...(['folder.find', 'folder.add', 'folder.update', 'folder.remove'] as const),
  ...(['contact.find', 'contact.add', 'contact.update', 'contact.remove'] as const),
  ...(['membership.find', 'membership.add', 'membership.remove'] as const),
  ...(['opt-out.find', 'opt-out.add', 'opt-out.remove'] as const),
  ...(['message.find', 'message.add', 'message.update', 'message.remove'] as const),
  ...(['campaign.find', 'campaign.add', 'campaign.update', 'campaign.remove', 'campaign.run'] as const),
  ...(['trunk-manager.find', 'trunk-manager.set', 'trunk-manager.remove'] as const),
  ...(['sound.find', 'sound.add', 'sound.update', 'sound.remove'] as const),
  ...(['extension.find', 'extension.add', 'extension.update', 'extension.remove', 'extension.audit'] as const),
  ...(['forward-rule.find', 'forward-rule.set', 'forward-rule.remove'] as const),
  ...(['route.find', 'incoming-rule.find', 'call.find'] as const),
  ...(['webhook.find', 'webhook.add', 'webhook.remove', 'webhook.ping'] as const),
  ...(['delivery.find', 'delivery.update'] as const),
  ...(['credential.find', 'credential.add', 'credential.update', 'credential.remove'] as const),
  ...(['request.find', 'request.update'] as const),
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
