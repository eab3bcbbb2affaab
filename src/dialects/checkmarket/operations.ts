import { apisJson } from './apis-json.ts'
import { contactfoldersCreate } from './contactfolders/create.ts'
import { contactfoldersGet } from './contactfolders/get.ts'
import { contactfoldersList } from './contactfolders/list.ts'
import { contactfoldersRemove } from './contactfolders/remove.ts'
import { contactfoldersUpdate } from './contactfolders/update.ts'
import { groupContactsLink } from './contactgroups/contacts/link.ts'
import { groupContactsList } from './contactgroups/contacts/list.ts'
import { groupContactsLinkList, groupContactsUnlinkList } from './contactgroups/contacts/lists.ts'
import { groupContactsUnlink } from './contactgroups/contacts/unlink.ts'
import { contactgroupsCreate } from './contactgroups/create.ts'
import { contactgroupsGet } from './contactgroups/get.ts'
import { contactgroupsList } from './contactgroups/list.ts'
import { contactgroupsRemove } from './contactgroups/remove.ts'
import { contactgroupsUpdate } from './contactgroups/update.ts'
import { contactsCreate } from './contacts/create.ts'
import { contactsGet } from './contacts/get.ts'
import { contactsList } from './contacts/list.ts'
import { optoutsCreate } from './contacts/optouts/create.ts'
import { optoutsList } from './contacts/optouts/list.ts'
import { contactsRemove } from './contacts/remove.ts'
import { contactsUpdate } from './contacts/update.ts'
import type { CheckMarketOperation } from './operation.ts'
import { root } from './root.ts'

/** Every call of the vendor's API that is answered. */
export const operations: readonly CheckMarketOperation[] = [
  root,
  apisJson,
  contactgroupsList,
  contactgroupsGet,
  contactgroupsCreate,
  contactgroupsUpdate,
  contactgroupsRemove,
  groupContactsList,
  groupContactsLink,
  groupContactsUnlink,
  groupContactsLinkList,
  groupContactsUnlinkList,
  contactfoldersList,
  contactfoldersGet,
  contactfoldersCreate,
  contactfoldersUpdate,
  contactfoldersRemove,
  contactsList,
  contactsGet,
  contactsCreate,
  contactsUpdate,
  contactsRemove,
  optoutsList,
  optoutsCreate,
]
