import { contactsAdd } from './autodialer/contacts/add.ts'
import { contactsRemove } from './autodialer/contacts/remove.ts'
import { contactsSearch } from './autodialer/contacts/search.ts'
import { contactsUpdate } from './autodialer/contacts/update.ts'
import { groupsAdd } from './autodialer/groups/add.ts'
import { groupsRemove } from './autodialer/groups/remove.ts'
import { groupsSearch } from './autodialer/groups/search.ts'
import { groupsUpdate } from './autodialer/groups/update.ts'
import { groupsUpload } from './autodialer/groups/upload.ts'
import type { SimotelOperation } from './operation.ts'
import { usersAdd } from './pbx/users/add.ts'
import { usersRemove } from './pbx/users/remove.ts'
import { usersSearch } from './pbx/users/search.ts'
import { usersUpdate } from './pbx/users/update.ts'
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
  pingAct,
]
