import { changesList } from './changes/list.ts'
import { changesUndo } from './changes/undo.ts'
import { changesUndoSince } from './changes/undo-since.ts'
import { contactOperations } from './contacts/contacts.ts'
import { linkOperations } from './groups/contacts/contacts.ts'
import { groupsCreate } from './groups/create.ts'
import { groupsDiff } from './groups/diff.ts'
import { entriesAdd } from './groups/entries/add.ts'
import { entriesEdit } from './groups/entries/edit.ts'
import { entriesList } from './groups/entries/list.ts'
import { entriesRemove } from './groups/entries/remove.ts'
import { entriesUpdate } from './groups/entries/update.ts'
import { groupsGet } from './groups/get.ts'
import { groupsList } from './groups/list.ts'
import { groupsRemove } from './groups/remove.ts'
import { groupsUpdate } from './groups/update.ts'
import { historyList } from './history/list.ts'
import { importsConfirm } from './imports/confirm.ts'
import { importsCreate } from './imports/create.ts'
import { importsGet } from './imports/get.ts'
import { importsRejects } from './imports/rejects.ts'
import { importsRemove } from './imports/remove.ts'
import { meGet } from './me/get.ts'
import type { BookOperation } from './operation.ts'
import { trashList } from './trash/list.ts'
import { trashRestore } from './trash/restore.ts'

/** Every call of dialbook's own API. */
export const operations: readonly BookOperation[] = [
  meGet,
  ...[groupsList, groupsCreate, groupsGet, groupsUpdate, groupsRemove, groupsDiff],
  ...[entriesList, entriesAdd, entriesEdit, entriesUpdate, entriesRemove],
  ...[changesList, changesUndo, changesUndoSince, historyList, trashList, trashRestore],
  importsCreate,
  importsGet,
  importsRejects,
  importsConfirm,
  importsRemove,
  ...contactOperations,
  ...linkOperations,
]
