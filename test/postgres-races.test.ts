import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { Client } from 'pg'
import { addAccount } from '../src/core/account/add-account.ts'
import { setAccountCountry } from '../src/core/account/set-account-country.ts'
import type { Caller } from '../src/core/caller.ts'
import { findChanges } from '../src/core/change/find-changes.ts'
import { createContact } from '../src/core/contact/create-contact.ts'
import { removeContact } from '../src/core/contact/remove-contact.ts'
import { updateContact } from '../src/core/contact/update-contact.ts'
import type { Core } from '../src/core/core.ts'
import { addCredential } from '../src/core/credential/add-credential.ts'
import { addEntry } from '../src/core/entry/add-entry.ts'
import { removeEntry } from '../src/core/entry/remove-entry.ts'
import { updateEntry } from '../src/core/entry/update-entry.ts'
import { Refusal } from '../src/core/errors.ts'
import { createExtension } from '../src/core/extension/create-extension.ts'
import { updateExtension } from '../src/core/extension/update-extension.ts'
import { createFolder } from '../src/core/folder/create-folder.ts'
import { removeFolder } from '../src/core/folder/remove-folder.ts'
import { updateFolder } from '../src/core/folder/update-folder.ts'
import { createGroup } from '../src/core/group/create-group.ts'
import { removeDueGroups } from '../src/core/group/remove-due-groups.ts'
import { removeGroup } from '../src/core/group/remove-group.ts'
import { updateGroup } from '../src/core/group/update-group.ts'
import { addIncomingRule } from '../src/core/incoming-rule/add-incoming-rule.ts'
import { removeIncomingRule } from '../src/core/incoming-rule/remove-incoming-rule.ts'
import { linkContact } from '../src/core/membership/link-contact.ts'
import { unlinkContact } from '../src/core/membership/unlink-contact.ts'
import { addOptOut } from '../src/core/opt-out/add-opt-out.ts'
import { mayContact } from '../src/core/opt-out/may-contact.ts'
import { removeOptOuts } from '../src/core/opt-out/remove-opt-outs.ts'
import { onAccount } from '../src/core/permission/callers.ts'
import { undoChange } from '../src/core/undo/undo-change.ts'
import { makeIds } from '../src/secrets/ids.ts'
import { openStore } from '../src/store/open-store.ts'
import { coreOn, entriesOf, owner } from './builders.ts'
import { type PostgresServer, postgresIsMissing, startPostgres } from './postgres-server.ts'

const clock = { now: () => Date.now() }
const limits = { connections: 10, queue: 1000, connectTimeout: 20_000, statementTimeout: 20_000, lockTimeout: 20_000 }
const vault: Core['vault'] = { fingerprint: 'f', seal: (secret) => secret, open: (sealed) => sealed, digest: () => 'd' }

/** Opens a book as one of several processes does. */
async function openCore(url: string): Promise<Core> {
  const ids = makeIds(clock)
  const store = await openStore({ place: { postgres: { ...limits, url } }, keyFingerprint: 'f', ids, clock })
  return coreOn({ store, vault, clock, ids })
}

/** The rules between the rows of a book, as queries that find the rows which break them. */
const broken: Readonly<Record<string, string>> = {
  'groups that count other contacts than they have': `select id from groups g where contact_count <>
    (select count(*) from memberships m where m.account_id = g.account_id and m.group_id = g.id)`,
  'groups that count other entries than their list': `select id from groups g where count <>
    coalesce((select l.count from lists l where l.account_id = g.account_id and l.id = g.list_id), 0)`,
  'memberships of groups that are gone': `select group_id from memberships m where not exists
    (select 1 from groups g where g.account_id = m.account_id and g.id = m.group_id)`,
  'memberships of contacts that are gone': `select contact_id from memberships m where not exists
    (select 1 from contacts c where c.account_id = m.account_id and c.id = m.contact_id)`,
  'groups in folders that are gone': `select id from groups g where folder_id is not null and not exists
    (select 1 from folders f where f.account_id = g.account_id and f.id = g.folder_id)`,
  'folders in folders that are gone': `select id from folders f where parent_id is not null and not exists
    (select 1 from folders p where p.account_id = f.account_id and p.id = f.parent_id)`,
  'folders that count other groups than they have': `select id from folders f where group_count <>
    (select count(*) from groups g where g.account_id = f.account_id and g.folder_id = f.id)`,
  'folders that count other folders than they have': `select id from folders f where folder_count <>
    (select count(*) from folders c where c.account_id = f.account_id and c.parent_id = f.id)`,
  'folders that count other contacts than their groups have': `select id from folders f where contact_count <>
    (select coalesce(sum(contact_count), 0) from groups g where g.account_id = f.account_id and g.folder_id = f.id)`,
  'folders that lie in themselves': `with recursive up (id, over) as (
      select id, parent_id from folders union select up.id, folders.parent_id from up join folders on folders.id = up.over)
    select id from up where id = over`,
  'totals that are not those of the rows': `select noun, count from tallies t where count <> case noun
    when 'group' then (select count(*) from groups g where g.account_id = t.account_id)
    when 'contact' then (select count(*) from contacts c where c.account_id = t.account_id)
    when 'folder' then (select count(*) from folders f where f.account_id = t.account_id)
    when 'opt-out' then (select count(*) from opt_outs o where o.account_id = t.account_id)
    when 'message' then (select count(*) from messages m where m.account_id = t.account_id) end`,
  'entry ids that two groups have reserved': `select one.first_id from entry_ranges one join entry_ranges other
    on other.account_id = one.account_id and other.first_id > one.first_id and other.first_id < one.end_id`,
}

describe('two processes that write the same things at once', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  let url: string
  let sql: Client
  let cores: readonly Core[]
  before(async () => {
    server = await startPostgres()
    url = await server.makeDatabase()
    cores = await Promise.all([openCore(url), openCore(url)])
    sql = new Client(url)
    await sql.connect()
  })
  after(async () => {
    await sql.end()
    await Promise.all(cores.map(({ store }) => store.close()))
    await server.stop()
  })

  const anyCore = (): Core => pick(cores) as Core
  let accounts = 0
  const newCaller = async (): Promise<Caller> => {
    const { id } = await addAccount(anyCore(), owner, `account ${++accounts}`)
    return onAccount(owner, id)
  }
  const changesOf = async ({ accountId }: Caller): Promise<number> =>
    Number((await sql.query('select count(*) from changes where account_id = $1', [accountId])).rows[0].count)
  const deadlocks = async (): Promise<number> => {
    await sql.query('select pg_stat_clear_snapshot()')
    const found = await sql.query('select deadlocks from pg_stat_database where datname = current_database()')
    return Number(found.rows[0].deadlocks)
  }
  /** Runs both use cases at the same moment, each in a process of its own. Returns the codes of their refusals. */
  const both = async (one: (core: Core) => Promise<unknown>, other: (core: Core) => Promise<unknown>) => {
    const outcomes = await Promise.allSettled([one(cores[0] as Core), other(cores[1] as Core)])
    return outcomes.map((outcome) => (outcome.status === 'rejected' ? codeOf(outcome.reason) : 'done')).sort()
  }
  const checkBook = async (): Promise<void> => {
    for (const [what, query] of Object.entries(broken)) assert.deepEqual((await sql.query(query)).rows, [], what)
  }

  it('leave a book whose parts agree, and never wait for each other in a circle', async () => {
    const caller = await newCaller()
    const things = {
      groups: [] as number[],
      contacts: [] as number[],
      folders: [] as number[],
      entries: [] as number[],
    }
    const keep = (ids: number[]) => (made: { id: number }) => ids.push(made.id)
    const folder = () => (randomInt(4) === 0 ? null : (pick(things.folders) ?? null))
    const group = () => pick(things.groups) ?? 0
    const contact = () => pick(things.contacts) ?? 0
    const entry = () => pick(things.entries) ?? 0
    const acts: ((core: Core) => Promise<unknown>)[] = [
      (core) => createGroup(core, caller, { name: 'g', folderId: folder() }).then(keep(things.groups)),
      (core) => updateGroup(core, caller, { id: group() }, { folderId: folder() }),
      (core) => updateGroup(core, caller, { id: group() }, { entries: entriesOf('1', '2', '3') }),
      (core) => removeGroup(core, caller, { id: group() }, { orphans: 'remove' }),
      (core) => createContact(core, caller, { number: '1', groupId: group() }).then(keep(things.contacts)),
      (core) => createContact(core, caller, { number: '1' }).then(keep(things.contacts)),
      (core) => linkContact(core, caller, { groupId: group(), contactId: contact() }),
      (core) => linkContact(core, caller, { groupId: group(), contactId: contact() }),
      (core) => linkContact(core, caller, { groupId: group(), contactId: contact() }),
      (core) => unlinkContact(core, caller, { groupId: group(), contactId: contact() }),
      (core) => removeContact(core, caller, { id: contact() }),
      (core) => createFolder(core, caller, { name: 'f', parentId: folder() }).then(keep(things.folders)),
      (core) => updateFolder(core, caller, pick(things.folders) ?? 0, { parentId: folder() }),
      (core) => removeFolder(core, caller, pick(things.folders) ?? 0),
      (core) => addEntry(core, caller, { id: group() }, { phone: String(randomInt(50)) }).then(keep(things.entries)),
      (core) => updateEntry(core, caller, entry(), { phone: String(randomInt(50)) }),
      (core) => removeEntry(core, caller, entry()),
    ]
    let done = 0
    const act = async (work: (core: Core) => Promise<unknown>) => {
      try {
        await work(anyCore())
        done++
      } catch (error) {
        codeOf(error)
      }
      for (const ids of Object.values(things)) if (ids.length > 8) ids.splice(0, ids.length - 8)
    }
    const before = await changesOf(caller)
    await hammer(16, 1500, () => act(pick(acts) as (typeof acts)[number]))
    await checkBook()
    assert.ok(done > 500, `${done} writes were done`)
    assert.equal(await changesOf(caller), before + done)
    // An undo meets writes of every kind.
    acts.push(async (core) => undoChange(core, owner, pick(await findChanges(core, owner, 20))?.number ?? 0))
    acts.push(acts.at(-1) as (typeof acts)[number])
    await hammer(8, 400, () => act(pick(acts) as (typeof acts)[number]))
    await checkBook()
    assert.equal(await changesOf(caller), before + done)
    assert.equal(await deadlocks(), 0)
  })

  it('never leave a contact in a group from which its removal has just kept it', async () => {
    const caller = await newCaller()
    for (let round = 0; round < 30; round++) {
      const [leaving, staying] = [await newGroup(caller), await newGroup(caller)]
      const { id } = await createContact(anyCore(), caller, { number: '1', groupId: leaving })
      await both(
        (core) => removeGroup(core, caller, { id: leaving }, { orphans: 'remove' }),
        (core) => linkContact(core, caller, { groupId: staying, contactId: id }),
      )
      await checkBook()
    }
  })

  it('never leave a contact that both thought the other would keep', async () => {
    const caller = await newCaller()
    for (let round = 0; round < 30; round++) {
      const [one, other] = [await newGroup(caller), await newGroup(caller)]
      const { id } = await createContact(anyCore(), caller, { number: '1', groupId: one })
      await linkContact(anyCore(), caller, { groupId: other, contactId: id })
      await both(
        (core) => removeGroup(core, caller, { id: one }, { orphans: 'remove' }),
        (core) => unlinkContact(core, caller, { groupId: other, contactId: id }),
      )
      assert.equal(await anyCore().store.contacts.get(caller.accountId, { id }), undefined)
      await checkBook()
    }
  })

  it('never put a group into a folder that has just been removed', async () => {
    const caller = await newCaller()
    for (let round = 0; round < 30; round++) {
      const { id } = await createFolder(anyCore(), caller, { name: 'f' })
      const outcomes = await both(
        (core) => createGroup(core, caller, { name: 'g', folderId: id }),
        (core) => removeFolder(core, caller, id),
      )
      assert.ok(['done,invalid_value', 'done,not_empty'].includes(outcomes.join()), outcomes.join())
      await checkBook()
    }
  })

  it('make a number, an undo, and a planned deletion only once', async () => {
    const caller = await newCaller()
    const extension = (number: string) => ({ name: 'n', number, secret: 's' })
    for (let round = 0; round < 15; round++) {
      const number = String(1000 + round)
      const add = (core: Core) => createExtension(core, caller, extension(number))
      assert.deepEqual(await both(add, add), ['done', 'number_taken'])
      const { id } = await createExtension(anyCore(), caller, extension(String(2000 + round)))
      const outcomes = await both(
        (core) => updateExtension(core, caller, { id }, { number: String(3000 + round) }),
        (core) => createExtension(core, caller, extension(String(3000 + round))),
      )
      assert.deepEqual(outcomes, ['done', 'number_taken'])

      const group = await newGroup(caller)
      await removeGroup(anyCore(), caller, { id: group })
      const [removal] = await findChanges(anyCore(), owner, 1)
      const undo = (core: Core) => undoChange(core, owner, removal?.number ?? 0)
      assert.deepEqual(await both(undo, undo), ['conflict', 'done'])

      await updateGroup(anyCore(), caller, { id: group }, { plannedDeletionAt: 1 })
      const [one, other] = await Promise.all(cores.map((core) => removeDueGroups(core, owner)))
      assert.equal(Number(one) + Number(other), 1)
    }
    await checkBook()
  })

  it('list a number once, whatever its spelling, and spell every rule as the country is at the end', async () => {
    const spellings = ['09121112233', '+989121112233']
    for (let round = 0; round < 15; round++) {
      const caller = await newCaller()
      const { name } = (await anyCore().store.accounts.byId(caller.accountId)) ?? assert.fail()
      const block = (number: string) => (core: Core) => addIncomingRule(core, caller, { verdict: 'block', number })
      const move = (country: string | null) => (core: Core) => setAccountCountry(core, owner, name, country)
      assert.deepEqual(await both(move('IR'), block('02112345678')), ['done', 'done'])
      assert.deepEqual(await both(block(spellings[0] ?? ''), block(spellings[1] ?? '')), ['done', 'number_taken'])
      const { incomingRules } = anyCore().store
      const found = async (number: string) => (await incomingRules.ofCaller(caller.accountId, number)).length
      assert.deepEqual(await Promise.all(['+982112345678', ...spellings].map(found)), [1, 1, 1])
      const [rule] = await incomingRules.find(caller.accountId, {})
      const remove = (core: Core) => removeIncomingRule(core, caller, { id: rule?.id ?? 0 })
      assert.deepEqual(await both(move(null), remove), ['done', 'done'])
      const left = 'select rule_id from incoming_spellings where account_id = $1'
      assert.equal((await sql.query(left, [caller.accountId])).rows.length, 1)
    }
  })

  it('close a number once, in whatever spellings, and are closed as soon as one of them is', async () => {
    for (let round = 0; round < 20; round++) {
      const caller = await newCaller()
      const { accountId } = caller
      await setAccountCountry(anyCore(), owner, `account ${accounts}`, 'IR')
      const close = (number: string) => (core: Core) => addOptOut(core, caller, { number, channel: 'all' })
      assert.deepEqual(await both(close('09121112233'), close('+989121112233')), ['done', 'number_taken'])
      const [one, other] = cores as readonly [Core, Core]
      for (const core of [one, other])
        assert.equal((await mayContact(core, accountId, '09121112233', 'calls', 0)).may, false)
      const lift = (core: Core) => removeOptOuts(core, caller, { address: '09121112233' }, 'agreed')
      assert.deepEqual(await both(lift, lift), ['done', 'not_found'])
      assert.equal(await one.store.optOuts.count(accountId), 0)
    }
  })

  it('never settle on two master keys', async () => {
    for (let round = 0; round < 20; round++) {
      const caller = await newCaller()
      const { accountId } = caller
      const add = (masterKey: string) => (core: Core) =>
        addCredential(core, caller, {
          dialect: 'd',
          scheme: 'token',
          token: `${accountId}-${masterKey}`,
          masterKey,
        })
      assert.deepEqual(await both(add('one'), add('other')), ['done', 'invalid_value'])
    }
  })

  it('share transactions of the database, contact by contact and phone by phone', async () => {
    const caller = await newCaller()
    const core = cores[0] as Core
    const places = Array.from({ length: 24 }, (_, place) => place)
    /** Does something for each place at once, and tells in how many transactions. */
    const transactionsOf = async <T>(work: (place: number) => Promise<T>) => {
      const from = await changesOf(caller)
      const answers = await Promise.all(places.map(work))
      const { rows } = await sql.query(
        `select count(distinct xmin::text) as count from
           (select xmin from changes where account_id = $1 order by number desc limit $2) as latest`,
        [caller.accountId, (await changesOf(caller)) - from],
      )
      assert.ok(Number(rows[0].count) < 6, `${rows[0].count} transactions for ${places.length} writes`)
      return answers
    }
    const groups = await transactionsOf((place) => createGroup(core, caller, { name: `g${place}` }))
    const groupOf = (place: number) => ({ groupId: groups[place % groups.length]?.id ?? 0 })
    const contacts = await transactionsOf((place) => createContact(core, caller, { number: '1', ...groupOf(place) }))
    const membership = (by: number) => (place: number) => ({
      ...groupOf(place + by),
      contactId: contacts[place]?.id ?? 0,
    })
    await transactionsOf((place) =>
      updateContact(core, caller, { id: membership(0)(place).contactId }, { number: '2' }),
    )
    await transactionsOf((place) => linkContact(core, caller, membership(1)(place)))
    await transactionsOf((place) => unlinkContact(core, caller, membership(1)(place)))
    await transactionsOf((place) => removeContact(core, caller, { id: membership(0)(place).contactId }))
    const add = (place: number) => addEntry(core, caller, { id: groupOf(place).groupId }, { phone: '1' })
    const entries = (await transactionsOf(add)).map(({ id }) => id)
    await transactionsOf((place) => updateEntry(core, caller, entries[place] as number, { phone: '2' }))
    await transactionsOf((place) => removeEntry(core, caller, entries[place] as number))
    await checkBook()
  })

  it('lose no entry of a group', async () => {
    const caller = await newCaller()
    const id = await newGroup(caller)
    let next = 0
    await hammer(20, 300, () => addEntry(anyCore(), caller, { id }, { phone: String(next++) }))
    const group = await anyCore().store.groups.get(caller.accountId, { id })
    const phones = await anyCore().store.lists.phones(caller.accountId, group?.listId ?? null)
    assert.equal(group?.count, 300)
    assert.deepEqual(new Set(phones), new Set(Array.from({ length: 300 }, (_, index) => String(index))))
  })

  const newGroup = async (caller: Caller): Promise<number> => (await createGroup(anyCore(), caller, { name: 'g' })).id
})

function pick<T>(all: readonly T[]): T | undefined {
  return all.length > 0 ? all[randomInt(all.length)] : undefined
}

/** The code of a refusal. Any other error fails the test, and so does `unavailable`. */
function codeOf(error: unknown): string {
  if (error instanceof Refusal && error.code !== 'unavailable') return error.code
  throw error
}

/** Runs `work` some times, `atOnce` of them at the same time. */
async function hammer(atOnce: number, times: number, work: () => Promise<unknown>): Promise<void> {
  let left = times
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await work()
    }),
  )
}
