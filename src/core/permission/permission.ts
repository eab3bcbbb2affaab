/** The permissions for the things of one account: a noun of the book, and what is done to it. */
export const accountPermissions = [
  ...(['group.find', 'group.add', 'group.update', 'group.remove'] as const),
  ...(['entry.find', 'entry.add', 'entry.update', 'entry.remove'] as const),
  ...(['folder.find', 'folder.add', 'folder.update', 'folder.remove'] as const),
  ...(['contact.find', 'contact.add', 'contact.update', 'contact.remove'] as const),
  ...(['membership.find', 'membership.add', 'membership.remove'] as const),
  ...(['opt-out.find', 'opt-out.add', 'opt-out.remove'] as const),
  'upload.add',
  ...(['extension.find', 'extension.add', 'extension.update', 'extension.remove'] as const),
  // `reveal` shows SIP secrets. `audit` tells which of them are weak.
  ...(['extension.reveal', 'extension.audit'] as const),
  ...(['webhook.find', 'webhook.add', 'webhook.remove', 'webhook.ping'] as const),
  ...(['delivery.find', 'delivery.update'] as const),
  ...(['trunk.find', 'trunk.set', 'trunk.remove', 'emergency.find', 'emergency.set'] as const),
  ...(['forward-rule.find', 'forward-rule.set', 'forward-rule.remove'] as const),
  ...(['incoming-rule.find', 'incoming-rule.add', 'incoming-rule.update', 'incoming-rule.remove'] as const),
  ...(['route.find', 'inbound-route.find', 'inbound-route.add', 'inbound-route.remove'] as const),
  ...(['schedule.find', 'schedule.set', 'schedule.remove'] as const),
  ...(['sound.find', 'sound.add', 'sound.update', 'sound.remove'] as const),
  ...([
    'call.find',
    'call.originate',
    'recording.find',
    'recording.listen',
    'recording.add',
    'recording.remove',
  ] as const),
  ...(['trunk-manager.find', 'trunk-manager.set', 'trunk-manager.remove'] as const),
  // `run` starts, pauses, resumes and stops.
  ...(['campaign.find', 'campaign.add', 'campaign.update', 'campaign.remove', 'campaign.run'] as const),
  ...(['message.find', 'message.add', 'message.update', 'message.remove'] as const),
  ...(['credential.find', 'credential.add', 'credential.update', 'credential.remove'] as const),
  ...(['change.find', 'change.undo'] as const),
  // `update` has bodies kept. `replay` sends a request once more, with the permissions of its key.
  ...(['request.find', 'request.update', 'request.replay'] as const),
] as const

/** The permissions for what belongs to no account. */
export const serverPermissions = [
  ...(['account.find', 'account.add', 'account.update', 'account.remove'] as const),
  ...(['person.find', 'person.add', 'person.update'] as const),
  ...(['network.find', 'network.add', 'network.remove'] as const),
  ...(['block.find', 'block.add', 'block.remove'] as const),
  ...(['pbx.find', 'pbx.update'] as const),
  'effect.find',
  'carrier.find',
  'leftover.remove',
  'damage.find',
] as const

/**
 * The permission that a caller must have to do one thing, in the words of the book: `group.add`, `extension.reveal`.
 */
export type Permission = (typeof accountPermissions)[number] | (typeof serverPermissions)[number]
