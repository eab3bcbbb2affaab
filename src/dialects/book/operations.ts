import { announcementsAdd } from './announcements/add.ts'
import { announcementOperations } from './announcements/announcements.ts'
import { bulkOperations } from './bulks/bulks.ts'
import { callOperations } from './calls/calls.ts'
import { campaignOperations } from './campaigns/campaigns.ts'
import { reportOperations } from './campaigns/report.ts'
import { changesList } from './changes/list.ts'
import { changesUndo } from './changes/undo.ts'
import { changesUndoSince } from './changes/undo-since.ts'
import { contactOperations } from './contacts/contacts.ts'
import { extensionOperations } from './extensions/extensions.ts'
import { rangeOperations } from './extensions/ranges.ts'
import { traceOperation } from './extensions/trace.ts'
import { folderOperations } from './folders/folders.ts'
import { forwardRuleOperations } from './forward-rules/forward-rules.ts'
import { linkOperations } from './groups/contacts/contacts.ts'
import { groupsCreate } from './groups/create.ts'
import { groupsDiff } from './groups/diff.ts'
import { entriesAdd } from './groups/entries/add.ts'
import { entriesEdit } from './groups/entries/edit.ts'
import { entriesList } from './groups/entries/list.ts'
import { entriesRemove } from './groups/entries/remove.ts'
import { entriesUpdate } from './groups/entries/update.ts'
import { groupExportOperations } from './groups/export.ts'
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
import { incomingMessageOperations } from './incoming-messages/incoming-messages.ts'
import { keyOperations } from './keys/keys.ts'
import { meGet } from './me/get.ts'
import { messageOperations } from './messages/messages.ts'
import { findOperation } from './numbers/find.ts'
import { whyOperation } from './numbers/why.ts'
import type { BookOperation } from './operation.ts'
import { optOutOperations } from './opt-outs/opt-outs.ts'
import { requestOperations } from './requests/requests.ts'
import { trashList } from './trash/list.ts'
import { trashRestore } from './trash/restore.ts'
import { trunkManagerOperations } from './trunk-managers/trunk-managers.ts'
import { deliveryOperations } from './webhooks/deliveries.ts'
import { webhookOperations } from './webhooks/webhooks.ts'

/** Every call of dialbook's own API. */
export const operations: readonly BookOperation[] = [
  meGet,
  ...[groupsList, groupsCreate, groupsGet, groupsUpdate, groupsRemove, groupsDiff],
  ...groupExportOperations,
  ...folderOperations,
  ...[entriesList, entriesAdd, entriesEdit, entriesUpdate, entriesRemove],
  ...[changesList, changesUndo, changesUndoSince, historyList, trashList, trashRestore],
  importsCreate,
  importsGet,
  importsRejects,
  importsConfirm,
  importsRemove,
  ...contactOperations,
  ...linkOperations,
  ...optOutOperations,
  whyOperation,
  findOperation,
  ...messageOperations,
  ...bulkOperations,
  ...incomingMessageOperations,
  ...campaignOperations,
  ...reportOperations,
  ...trunkManagerOperations,
  announcementsAdd,
  ...announcementOperations,
  ...extensionOperations,
  ...rangeOperations,
  ...forwardRuleOperations,
  traceOperation,
  ...callOperations,
  ...webhookOperations,
  ...deliveryOperations,
  ...keyOperations,
  ...requestOperations,
]
