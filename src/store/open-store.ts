import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ChangeNoun } from '../core/change/change.ts'
import type { Clock, Ids, Store, Transaction } from '../core/ports.ts'
import { AccessCache, cachedCredentials, cachedNetworks } from './access-cache.ts'
import { accountReader, accountWriter } from './accounts.ts'
import { blockReader, blockWriter } from './blocks.ts'
import { changeReader, changeWriter, insertChange } from './changes.ts'
import { contactReader, contactWriter } from './contacts.ts'
import { credentialReader, credentialWriter } from './credentials.ts'
import type { Engine, Session } from './engine.ts'
import { extensionReader, extensionWriter } from './extensions.ts'
import { folderReader, folderWriter } from './folders.ts'
import { groupReader, groupWriter } from './groups.ts'
import { leftoverReader, leftoverWriter } from './leftovers.ts'
import { listReader, listWriter } from './lists.ts'
import { membershipReader, membershipWriter } from './memberships.ts'
import { migrate } from './migrate.ts'
import { networkReader, networkWriter } from './networks.ts'
import { allocate } from './sequences.ts'
import { sieveOlderGroups } from './sieve-older-groups.ts'
import { openSqlite } from './sqlite.ts'
import { uploadWriter } from './uploads.ts'

export interface StoreOptions {
  /** The folder of the book; made, for its owner only, when it is not there. */
  readonly dataDir: string
  readonly ids: Ids
  readonly clock: Clock
}

/** The nouns whose changes may let somebody in or keep somebody out. */
const decidesAccess: ReadonlySet<ChangeNoun> = new Set(['account', 'credential', 'network'])

/** Opens the embedded book, after bringing it up to this version of the program. */
export async function openStore(options: StoreOptions): Promise<Store> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  const file = join(options.dataDir, 'book.db')
  migrate(file)
  const engine = openSqlite(file)
  await sieveOlderGroups(engine)
  return storeOn(engine, options)
}

function storeOn(engine: Engine, { ids, clock }: StoreOptions): Store {
  const { reader } = engine
  const access = new AccessCache(engine)
  const transactions = new WeakMap<Session, Transaction>()
  const transactionOf = (session: Session): Transaction => {
    const made = transactions.get(session) ?? transactionOn(session, ids)
    transactions.set(session, made)
    return made
  }
  return {
    accounts: accountReader(reader),
    credentials: cachedCredentials(credentialReader(reader), access),
    networks: cachedNetworks(networkReader(reader), access),
    blocks: blockReader(reader),
    groups: groupReader(engine, reader),
    folders: folderReader(engine, reader),
    memberships: membershipReader(reader),
    lists: listReader(reader),
    extensions: extensionReader(engine, reader),
    contacts: contactReader(engine, reader),
    changes: changeReader(reader),
    leftovers: leftoverReader(reader),
    async write(author, work) {
      const { answer, change } = await engine.transaction(async (session) => {
        const written = await work(transactionOf(session))
        await insertChange(session, clock.now(), author, written.change)
        return written
      })
      if (decidesAccess.has(change.noun)) access.forget()
      return answer
    },
    size: () => engine.size(),
    close: () => engine.close(),
  }
}

function transactionOn(session: Session, ids: Ids): Transaction {
  return {
    accounts: accountWriter(session),
    credentials: credentialWriter(session),
    networks: networkWriter(session),
    blocks: blockWriter(session),
    groups: groupWriter(session),
    folders: folderWriter(session),
    memberships: membershipWriter(session),
    lists: listWriter(session, ids),
    extensions: extensionWriter(session),
    contacts: contactWriter(session),
    uploads: uploadWriter(session),
    changes: changeWriter(session),
    leftovers: leftoverWriter(session),
    allocate: (accountId, noun, count) => allocate(session, accountId, noun, count),
  }
}
