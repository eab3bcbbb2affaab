import { announcementPage, announcementSound } from './pages/announcements/announcement.ts'
import { announcementsPage } from './pages/announcements/announcements.ts'
import * as announcements from './pages/announcements/write.ts'
import { callPage } from './pages/calls/call.ts'
import { callsPage } from './pages/calls/calls.ts'
import { wallPage } from './pages/calls/wall.ts'
import { campaignPage, campaignTurns } from './pages/campaigns/campaign.ts'
import { campaignsPage } from './pages/campaigns/campaigns.ts'
import * as lines from './pages/campaigns/lines.ts'
import { campaignReportFile, campaignReportPage } from './pages/campaigns/report.ts'
import * as campaigns from './pages/campaigns/write.ts'
import { chooseAccountAction } from './pages/choose-account.ts'
import { contactPage } from './pages/contacts/contact.ts'
import { contactsPage } from './pages/contacts/contacts.ts'
import * as contacts from './pages/contacts/write.ts'
import * as extension from './pages/extensions/extension.ts'
import { extensionsPage } from './pages/extensions/extensions.ts'
import * as forwards from './pages/extensions/forwards.ts'
import { addRangeAction } from './pages/extensions/range.ts'
import { folderPage } from './pages/folders/folder.ts'
import { foldersPage } from './pages/folders/folders.ts'
import * as folders from './pages/folders/write.ts'
import { addEntriesAction, removeEntryAction, updateEntryAction } from './pages/groups/entries.ts'
import { exportGroupFile, exportGroupsFile } from './pages/groups/export.ts'
import { groupPage } from './pages/groups/group.ts'
import { groupsPage } from './pages/groups/groups.ts'
import { createGroupAction, removeGroupAction, updateGroupAction } from './pages/groups/write.ts'
import { historyPage, undoAction } from './pages/history.ts'
import { importPage } from './pages/imports/import.ts'
import { importsPage } from './pages/imports/imports.ts'
import * as imports from './pages/imports/write.ts'
import { endSessionAction, mePage, signOutAction } from './pages/me.ts'
import { bulkPage, bulksPage, bulkTurns, sendBulkAction } from './pages/messages/bulks.ts'
import { messagePage, messagesPage } from './pages/messages/messages.ts'
import { addOptOutAction, optOutsPage, removeOptOutAction } from './pages/opt-outs/opt-outs.ts'
import * as keys from './pages/programs/keys.ts'
import { programsPage } from './pages/programs/programs.ts'
import { addWebhookAction, pingAction, removeWebhookAction, resendAction } from './pages/programs/write-webhooks.ts'
import { replayAction, requestPage } from './pages/requests/request.ts'
import { bodiesAction, requestsPage } from './pages/requests/requests.ts'
import { searchPage } from './pages/search.ts'
import { serverPage } from './pages/server/server.ts'
import { addAccountAction, liftBlockAction, setAccountAction } from './pages/server/write-accounts.ts'
import { addPersonAction, resetPersonAction, setPersonAction } from './pages/server/write-people.ts'
import type { Route } from './view.ts'

/** Every page and every action for people who have signed in. */
export const routes: readonly Route[] = [
  searchPage,
  ...[groupsPage, createGroupAction, groupPage, updateGroupAction, removeGroupAction],
  ...[addEntriesAction, updateEntryAction, removeEntryAction, exportGroupFile, exportGroupsFile],
  ...[foldersPage, folderPage, folders.createFolderAction, folders.createInnerFolderAction],
  ...[folders.updateFolderAction, folders.removeFolderAction, folders.moveGroupAction],
  ...[importsPage, importPage, ...Object.values(imports)],
  ...[contactsPage, contactPage, ...Object.values(contacts)],
  ...[optOutsPage, addOptOutAction, removeOptOutAction],
  ...[extensionsPage, extension.extensionPage, extension.createExtensionAction, extension.updateExtensionAction],
  ...[extension.renewSecretAction, extension.removeExtensionAction, addRangeAction, ...Object.values(forwards)],
  ...[callsPage, wallPage, callPage],
  ...[campaignsPage, campaignPage, campaignReportPage, campaignReportFile, ...campaignTurns],
  ...[...Object.values(campaigns), ...Object.values(lines)],
  ...[announcementsPage, announcementPage, announcementSound, ...Object.values(announcements)],
  ...[messagesPage, messagePage, bulksPage, bulkPage, sendBulkAction, ...bulkTurns],
  ...[programsPage, ...Object.values(keys), addWebhookAction, removeWebhookAction, pingAction, resendAction],
  ...[requestsPage, requestPage, bodiesAction, replayAction],
  ...[serverPage, addAccountAction, setAccountAction, liftBlockAction],
  ...[addPersonAction, resetPersonAction, setPersonAction],
  ...[historyPage, undoAction],
  ...[mePage, signOutAction, endSessionAction, chooseAccountAction],
]
