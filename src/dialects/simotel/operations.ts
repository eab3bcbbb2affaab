import { contactsAdd } from './autodialer/contacts/add.ts'
import { contactsRemove } from './autodialer/contacts/remove.ts'
import { contactsSearch } from './autodialer/contacts/search.ts'
import { contactsUpdate } from './autodialer/contacts/update.ts'
import { groupsAdd } from './autodialer/groups/add.ts'
import { groupsRemove } from './autodialer/groups/remove.ts'
import { groupsSearch } from './autodialer/groups/search.ts'
import { groupsUpdate } from './autodialer/groups/update.ts'
import { groupsUpload } from './autodialer/groups/upload.ts'
import { originateAct } from './call/originate/act.ts'
import type { SimotelOperation } from './operation.ts'
import { blacklistsAdd } from './pbx/blacklists/add.ts'
import { blacklistsRemove } from './pbx/blacklists/remove.ts'
import { blacklistsSearch } from './pbx/blacklists/search.ts'
import { blacklistsUpdate } from './pbx/blacklists/update.ts'
import { usersAdd } from './pbx/users/add.ts'
import { usersRemove } from './pbx/users/remove.ts'
import { usersSearch } from './pbx/users/search.ts'
import { usersUpdate } from './pbx/users/update.ts'
import { whitelistsAdd } from './pbx/whitelists/add.ts'
import { whitelistsRemove } from './pbx/whitelists/remove.ts'
import { whitelistsSearch } from './pbx/whitelists/search.ts'
import { whitelistsUpdate } from './pbx/whitelists/update.ts'
import { pingAct } from './setting/ping/act.ts'

/** Every call of the vendor's API that is answered. */
export const operations: readonly SimotelOperation[] = [
  groupsUpload,
  groupsAdd,
  groupsSearch,
  groupsUpdate,
  groupsRemove,
  contactsAdd,
  contactsSearch,
  contactsUpdate,
  contactsRemove,
  usersAdd,
  usersSearch,
  usersUpdate,
  usersRemove,
  blacklistsAdd,
  blacklistsSearch,
  blacklistsUpdate,
  blacklistsRemove,
  whitelistsAdd,
  whitelistsSearch,
  whitelistsUpdate,
  whitelistsRemove,
  originateAct,
  pingAct,
]
