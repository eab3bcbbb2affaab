import type { Core } from '../src/core/core.ts'
import { type BookName, books, credentials, nameAt, numberAt } from './books.ts'
import { modulesOf, openCore } from './modules.ts'

// Fills a book by the program of a revision, without a server: node fill.ts ROOT BOOK FOLDER [DATABASE-URL]
const [root = '', book = '', dataDir = '', databaseUrl] = process.argv.slice(2)
const modules = await modulesOf(root)
const core = await openCore(modules, dataDir, databaseUrl)
const owner = modules.ownerCaller('bench', null)
const mostFolders = 500
/** Groups that one transaction makes. */
const groupsAtOnce = 5000
/** Transactions at once: PostgreSQL has a process for each, and SQLite takes them one after another. */
const writersAtOnce = databaseUrl === undefined ? 1 : 6

const { id: accountId } = await modules.addAccount(core, owner, 'bench')
const caller = modules.onAccount(owner, accountId)
for (const each of credentials.measured) await modules.addCredential(core, caller, each)
const other = await modules.addAccount(core, owner, 'other')
for (const each of credentials.other) await modules.addCredential(core, modules.onAccount(owner, other.id), each)

const { groups, lists } = books[book as BookName]
await inTurns(lists.length, async (index) => {
  const phones = Array.from({ length: lists[index] as number }, (_, place) => numberAt(index + 1, place))
  const entries = modules.entryListOfPhones(phones, { field: 'phones', allows: () => true })
  await modules.createGroup(core, caller, { name: nameAt(index + 1), entries })
})
const folders = Math.min(mostFolders, groups)
for (let id = 1; id <= folders; id++) await modules.createFolder(core, caller, { name: `folder ${id}` })
const batches = Math.ceil(groups / groupsAtOnce)
await inTurns(batches, (index) => addGroups(core, Math.min(groupsAtOnce, groups - index * groupsAtOnce)))
await core.store.close()

/** Does the work of each index, several at once. The first is done before all others. */
async function inTurns(count: number, work: (index: number) => Promise<void>): Promise<void> {
  if (count > 0) await work(0)
  let next = 1
  const writer = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: writersAtOnce }, writer))
}

function addGroups({ store, ids }: Core, count: number): Promise<void> {
  return store.write({ accountId, credentialId: null, name: null, origin: 'bench' }, async (tx) => {
    const first = await tx.allocate(accountId, 'group', count)
    for (let id = first; id < first + count; id++) {
      await tx.groups.insert({
        accountId,
        id,
        hexId: ids.hexId(),
        name: nameAt(id),
        description: 'made for the benchmark',
        columns: modules.noColumns,
        folderId: 1 + (id % folders),
        plannedDeletionAt: null,
        contactCount: 0,
        listId: null,
        count: 0,
        nextEntryId: 0,
        endEntryId: 0,
        createdAt: id,
        updatedAt: id,
      })
    }
    return { answer: undefined, change: { noun: 'group', verb: 'add', subject: 'bench', before: null, after: null } }
  })
}
