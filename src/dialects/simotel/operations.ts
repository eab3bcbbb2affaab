import { announcementsAdd } from './autodialer/announcements/add.ts'
import { announcementsRemove } from './autodialer/announcements/remove.ts'
import { announcementsSearch } from './autodialer/announcements/search.ts'
import { announcementsUpdate } from './autodialer/announcements/update.ts'
import { announcementsUpload } from './autodialer/announcements/upload.ts'
import { campaignsAdd } from './autodialer/campaigns/add.ts'
import { campaignsRemove } from './autodialer/campaigns/remove.ts'
import { campaignsSearch } from './autodialer/campaigns/search.ts'
import { campaignsUpdate } from './autodialer/campaigns/update.ts'
import { contactsAdd } from './autodialer/contacts/add.ts'
import { contactsRemove } from './autodialer/contacts/remove.ts'
import { contactsSearch } from './autodialer/contacts/search.ts'
import { contactsUpdate } from './autodialer/contacts/update.ts'
import { groupsAdd } from './autodialer/groups/add.ts'
import { groupsNumbersAdd } from './autodialer/groups/numbers/add.ts'
import { groupsNumbersRemove } from './autodialer/groups/numbers/remove.ts'
import { groupsNumbersSearch } from './autodialer/groups/numbers/search.ts'
import { groupsNumbersSync } from './autodialer/groups/numbers/sync.ts'
import { groupsRemove } from './autodialer/groups/remove.ts'
import { groupsSearch } from './autodialer/groups/search.ts'
import { groupsUpdate } from './autodialer/groups/update.ts'
import { groupsUpload } from './autodialer/groups/upload.ts'
import { autodialerReportsInfo } from './autodialer/reports/info.ts'
import { autodialerReportsOrderedId } from './autodialer/reports/ordered/id.ts'
import { autodialerReportsSearch } from './autodialer/reports/search.ts'
import { managersSearch } from './autodialer/trunks/search.ts'
import { managersUpdate } from './autodialer/trunks/update.ts'
import { originateAct } from './call/originate/act.ts'
import type { SimotelOperation } from './operation.ts'
import { pbxAnnouncementsAdd } from './pbx/announcements/add.ts'
import { pbxAnnouncementsRemove } from './pbx/announcements/remove.ts'
import { pbxAnnouncementsSearch } from './pbx/announcements/search.ts'
import { pbxAnnouncementsUpdate } from './pbx/announcements/update.ts'
import { pbxAnnouncementsUpload } from './pbx/announcements/upload.ts'
import { blacklistsAdd } from './pbx/blacklists/add.ts'
import { blacklistsRemove } from './pbx/blacklists/remove.ts'
import { blacklistsSearch } from './pbx/blacklists/search.ts'
import { blacklistsUpdate } from './pbx/blacklists/update.ts'
import { musiconholdsSearch } from './pbx/musiconholds/search.ts'
import { trunksAdd } from './pbx/trunks/add.ts'
import { trunksRemove } from './pbx/trunks/remove.ts'
import { trunksSearch } from './pbx/trunks/search.ts'
import { trunksUpdate } from './pbx/trunks/update.ts'
import { usersAdd } from './pbx/users/add.ts'
import { usersRemove } from './pbx/users/remove.ts'
import { usersSearch } from './pbx/users/search.ts'
import { usersUpdate } from './pbx/users/update.ts'
import { whitelistsAdd } from './pbx/whitelists/add.ts'
import { whitelistsRemove } from './pbx/whitelists/remove.ts'
import { whitelistsSearch } from './pbx/whitelists/search.ts'
import { whitelistsUpdate } from './pbx/whitelists/update.ts'
import { audioDownload } from './reports/audio/download.ts'
import { cdrOrderedId } from './reports/cdr/ordered/id.ts'
import { cdrSearch } from './reports/cdr/search.ts'
import { quickInfo } from './reports/quick/info.ts'
import { quickSearch } from './reports/quick/search.ts'
import { pingAct } from './setting/ping/act.ts'

/** Every call of the vendor's API that is answered, and those of ours in its shapes. */
export const operations: readonly SimotelOperation[] = [
  groupsUpload,
  groupsAdd,
  groupsSearch,
  groupsUpdate,
  groupsRemove,
  groupsNumbersAdd,
  groupsNumbersRemove,
  groupsNumbersSync,
  groupsNumbersSearch,
  contactsAdd,
  contactsSearch,
  contactsUpdate,
  contactsRemove,
  announcementsUpload,
  announcementsAdd,
  announcementsSearch,
  announcementsUpdate,
  announcementsRemove,
  campaignsAdd,
  campaignsSearch,
  campaignsUpdate,
  campaignsRemove,
  autodialerReportsSearch,
  autodialerReportsOrderedId,
  autodialerReportsInfo,
  managersSearch,
  managersUpdate,
  usersAdd,
  usersSearch,
  usersUpdate,
  usersRemove,
  trunksAdd,
  trunksSearch,
  trunksUpdate,
  trunksRemove,
  blacklistsAdd,
  blacklistsSearch,
  blacklistsUpdate,
  blacklistsRemove,
  whitelistsAdd,
  whitelistsSearch,
  whitelistsUpdate,
  whitelistsRemove,
  pbxAnnouncementsUpload,
  pbxAnnouncementsAdd,
  pbxAnnouncementsSearch,
  pbxAnnouncementsUpdate,
  pbxAnnouncementsRemove,
  musiconholdsSearch,
  originateAct,
  audioDownload,
  cdrSearch,
  cdrOrderedId,
  quickSearch,
  quickInfo,
  pingAct,
]
