import type { Caller } from '../caller.ts'
import type { Contact } from '../contact/contact.ts'
import type { Core } from '../core.ts'
import type { Credential } from '../credential/credential.ts'
import { mustExist, Refusal } from '../errors.ts'
import { everyGroup } from '../export/every-group.ts'
import type { Extension } from '../extension/extension.ts'
import type { Folder, FolderQuery } from '../folder/folder.ts'
import type { Group } from '../group/group.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** Things that a seed holds at the most: it is a file that people read. */
const thingsAtMost = 1_000_000

/** A group with its entries, or a contact with the ids of its groups, as they are in the book. */
export interface TakenGroup extends Group {
  readonly entries: readonly { readonly phone: string; readonly details: object | undefined }[]
}

/** What an account has, for a seed to be written of it. */
export interface Taken {
  readonly name: string
  readonly country: string | null
  /** The time zone that was set; null for that of the country. */
  readonly timeZone: string | null
  readonly keys: readonly Credential[]
  /** SHA-256 of the master key in hex; `null` where there is none, and where no key needs it. */
  readonly masterHash: string | null
  readonly folders: readonly Folder[]
  readonly groups: readonly TakenGroup[]
  readonly contacts: readonly { readonly contact: Contact; readonly groupIds: readonly number[] }[]
  readonly extensions: readonly Extension[]
}

/**
 * Reads all of an account that a seed can hold.
 *
 * @throws Refusal `conflict` for an account that has more than a seed is for.
 */
export async function takeSeed(core: Core, caller: Caller): Promise<Taken> {
  for (const noun of ['group', 'entry', 'folder', 'contact', 'membership', 'extension', 'credential'] as const)
    mustBeAllowed(caller, `${noun}.find`)
  const { accountId } = caller
  const { store } = core
  const { name, country, timeZone } = mustExist(await store.accounts.byId(accountId), 'account')
  let things = 0
  const count = (more: number): void => {
    things += more
    if (things > thingsAtMost)
      throw new Refusal('conflict', `the account has more than ${thingsAtMost} things: a seed is for fewer`)
  }
  const groups: TakenGroup[] = []
  for await (const group of everyGroup(core, caller)) {
    count(1 + group.count)
    const entries: TakenGroup['entries'][number][] = []
    for await (const some of store.lists.entriesInParts(accountId, group.listId)) entries.push(...some)
    groups.push({ ...group, entries })
  }
  const contacts: Taken['contacts'][number][] = []
  for (let after = 0; ; ) {
    const some = await store.contacts.slice(accountId, {}, { after, limit: 500 })
    count(some.length)
    for (const contact of some) {
      const inGroups = await store.memberships.groupsOf(contact)
      contacts.push({ contact, groupIds: inGroups.map(({ id }) => id) })
    }
    const last = some.at(-1)
    if (!last) break
    after = last.id
  }
  const keys = await store.credentials.ofAccount(accountId)
  const tokens = await Promise.all(
    keys.flatMap(({ dialect, tokenHash }) => (tokenHash ? [store.credentials.byTokenHash(dialect, tokenHash)] : [])),
  )
  return {
    ...{ name, country, timeZone, groups, contacts, keys },
    masterHash: tokens.find((token) => token?.masterHash)?.masterHash ?? null,
    folders: await foldersOf(core, accountId, count),
    extensions: await store.extensions.find(accountId, {}),
  }
}

/** All folders, each behind the one that it lies in. */
async function foldersOf(core: Core, accountId: number, count: (more: number) => void): Promise<Folder[]> {
  const found: Folder[] = []
  for (;;) {
    const query: FolderQuery = { sort: [{ by: 'id', descending: false }] }
    const page = await core.store.folders.page(accountId, query, { start: found.length, count: 500 })
    count(page.items.length)
    found.push(...page.items)
    if (page.items.length === 0) break
  }
  const placed: Folder[] = []
  const place = (parentId: number | null): void => {
    for (const folder of found) {
      if (folder.parentId !== parentId) continue
      placed.push(folder)
      place(folder.id)
    }
  }
  place(null)
  return placed
}
