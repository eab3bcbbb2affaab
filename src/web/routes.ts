import { chooseAccountAction } from './pages/choose-account.ts'
import { addEntriesAction, removeEntryAction, updateEntryAction } from './pages/groups/entries.ts'
import { groupPage } from './pages/groups/group.ts'
import { groupsPage } from './pages/groups/groups.ts'
import { createGroupAction, removeGroupAction, updateGroupAction } from './pages/groups/write.ts'
import { historyPage, undoAction } from './pages/history.ts'
import { endSessionAction, mePage, signOutAction } from './pages/me.ts'
import { searchPage } from './pages/search.ts'
import type { Route } from './view.ts'

/** Every page and every action for people who have signed in. */
export const routes: readonly Route[] = [
  searchPage,
  groupsPage,
  createGroupAction,
  groupPage,
  updateGroupAction,
  removeGroupAction,
  addEntriesAction,
  updateEntryAction,
  removeEntryAction,
  historyPage,
  undoAction,
  mePage,
  signOutAction,
  endSessionAction,
  chooseAccountAction,
]
