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
  '/autodialer/trunks/search': ['trunk-manager.find', 'trunk.find', 'campaign.find'],
  '/autodialer/trunks/update': ['trunk-manager.set'],
  '/pbx/users/add': ['extension.add'],
  '/pbx/users/search': ['extension.find'],
  '/pbx/users/update': ['extension.update'],
  '/pbx/users/remove': ['extension.remove'],
  '/pbx/trunks/add': ['trunk.set'],
  '/pbx/trunks/search': ['trunk.find'],
  '/pbx/trunks/update': ['trunk.set'],
  '/pbx/trunks/remove': ['trunk.remove'],
  '/pbx/blacklists/add': ['incoming-rule.add'],
  '/pbx/blacklists/search': ['incoming-rule.find'],
  '/pbx/blacklists/update': ['incoming-rule.update'],
  '/pbx/blacklists/remove': ['incoming-rule.remove'],
  '/pbx/whitelists/add': ['incoming-rule.add'],
  '/pbx/whitelists/search': ['incoming-rule.find'],
  '/pbx/whitelists/update': ['incoming-rule.update'],
  '/pbx/whitelists/remove': ['incoming-rule.remove'],
  '/autodialer/announcements/upload': ['sound.add'],
  '/autodialer/announcements/add': ['sound.add'],
  '/autodialer/announcements/search': ['sound.find'],
  '/autodialer/announcements/update': ['sound.update'],
  '/autodialer/announcements/remove': ['sound.remove'],
  '/autodialer/campaigns/add': ['campaign.add'],
  '/autodialer/campaigns/search': ['campaign.find'],
  '/autodialer/campaigns/update': ['campaign.update'],
  '/autodialer/campaigns/remove': ['campaign.remove'],
  '/autodialer/reports/search': ['campaign.find'],
  '/autodialer/reports/ordered/id': ['campaign.find'],
  '/autodialer/reports/info': ['campaign.find'],
  '/pbx/announcements/upload': ['sound.add'],
  '/pbx/announcements/add': ['sound.add'],
  '/pbx/announcements/search': ['sound.find'],
  '/pbx/announcements/update': ['sound.update'],
  '/pbx/announcements/remove': ['sound.remove'],
  '/pbx/musiconholds/search': ['sound.find'],
  '/call/originate/act': ['call.originate'],
  '/reports/audio/download': ['recording.listen'],
  '/reports/cdr/search': ['call.find'],
  '/reports/cdr/ordered/id': ['call.find'],
  '/reports/quick/search': ['call.find'],
  '/reports/quick/info': ['call.find'],
  '/setting/ping/act': ['webhook.ping'],
}

/** The permissions of each of the vendor's paths, in words of the book. `/pbx/users/*` has those of all paths below it. */
export const permissionsOf = permissionMap(allowed)

/** The paths of the vendor's permissions whose calls are served. */
export const servedPaths: readonly string[] = Object.keys(allowed)
