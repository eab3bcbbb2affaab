import assert from 'node:assert/strict'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf, type TestBook } from '../../../test/builders.ts'
import type { Caller } from '../../core/caller.ts'
import { createExtension } from '../../core/extension/create-extension.ts'
import { type ExtensionUpdate, updateExtension } from '../../core/extension/update-extension.ts'
import { createGroup } from '../../core/group/create-group.ts'
import { getGroup } from '../../core/group/get-group.ts'
import { updatePhones } from '../../core/group/update-phones.ts'
import { entryListOf } from '../../core/list/entry-list-builder.ts'

/** The statements of every connection, as the engine runs them. */
function watchStatements(): { readonly seen: string[]; stop(): void } {
  const seen: string[] = []
  const { run, get, all } = StatementSync.prototype
  const { exec } = DatabaseSync.prototype
  const watched = <Arguments extends unknown[], Answer>(real: (...parameters: Arguments) => Answer) =>
    function (this: StatementSync, ...parameters: Arguments): Answer {
      seen.push(shortOf(this.sourceSQL))
      return real.apply(this, parameters)
    }
  Object.assign(StatementSync.prototype, { run: watched(run), get: watched(get), all: watched(all) })
  DatabaseSync.prototype.exec = function (sql) {
    seen.push(sql)
    return exec.call(this, sql)
  }
  return {
    seen,
    stop() {
      Object.assign(StatementSync.prototype, { run, get, all })
      DatabaseSync.prototype.exec = exec
    },
  }
}

/** A statement by its verb and its table. */
function shortOf(sql: string): string {
  const [, verb, table] = /^(?=(select|insert|update|delete)\b).*?(?:from|into|update) (\w+)/s.exec(sql) ?? []
  return verb ? `${verb} ${table}` : sql
}

describe('a small write', () => {
  const watch = watchStatements()
  let book: TestBook
  let caller: Caller
  let groupId: number
  let extensionId: number
  const three = entriesOf('989120000000', '989120007919', '989120015838')

  before(async () => {
    book = await buildBook()
    caller = await book.buildCaller()
    groupId = (await createGroup(book.core, caller, { name: 'g', entries: three })).id
    extensionId = (await createExtension(book.core, caller, { name: 'e', number: '530', secret: 'a long secret' })).id
  })
  after(async () => {
    watch.stop()
    await book.close()
  })

  /** The statements of a write between `begin` and `commit`. */
  const statementsOf = async (write: () => Promise<unknown>): Promise<string[]> => {
    book.clock.advance(1000)
    watch.seen.length = 0
    await write()
    assert.deepEqual([watch.seen[0], watch.seen.at(-1)], ['begin immediate', 'commit'])
    return watch.seen.slice(1, -1)
  }

  it('of a group whose numbers stay takes three statements', async () => {
    const update = { name: 'g', description: 'd', phones: three }
    assert.equal((await statementsOf(() => updatePhones(book.core, caller, { id: groupId }, update))).length, 3)
  })

  it('of a group with other numbers takes five, one of them for the list', async () => {
    const phones = entriesOf('989120000001', '989120007912', '989120015833')
    const statements = await statementsOf(() => updatePhones(book.core, caller, { id: groupId }, { phones }))
    assert.deepEqual(statements, [
      ...['select groups', 'insert lists', 'update groups'],
      ...['insert phone_sieves', 'insert changes'],
    ])
  })

  it('of a group whose numbers have details reads its list', async () => {
    const entries = entryListOf([{ phone: '989120000000', details: { a: 'Ali' } }])
    const { id } = await createGroup(book.core, caller, { name: 'details', entries })
    const phones = entriesOf('989120000000', '989120007919')
    const statements = await statementsOf(() => updatePhones(book.core, caller, { id }, { phones }))
    assert.ok(statements.includes('select lists'))
    const { listId } = await getGroup(book.core, caller, { id })
    const kept = await book.core.store.lists.entries(caller.accountId, listId, { start: 0, count: 2 })
    assert.deepEqual(
      kept.map(({ details }) => details),
      [{ a: 'Ali' }, undefined],
    )
  })

  it('of an extension takes three, whatever stays', async () => {
    const update = { active: true, name: 'Test User', number: '530', forward: { busy: '571' }, port: 5060 }
    const write = () => updateExtension(book.core, caller, { id: extensionId }, update)
    assert.equal((await statementsOf(write)).length, 3)
    assert.deepEqual(await statementsOf(write), ['select extensions', 'update extensions', 'insert changes'])
  })

  it('looks for a number and writes options only where they change', async () => {
    const write = (update: ExtensionUpdate) =>
      statementsOf(() => updateExtension(book.core, caller, { id: extensionId }, update))
    assert.deepEqual((await write({ moreOptions: 'allow=alaw' })).slice(1, -1), [
      ...['update extensions', 'delete endpoint_options', 'insert endpoint_options'],
    ])
    assert.deepEqual((await write({ number: '531' })).slice(0, 4), [
      ...['select extensions', 'select index_emergency', 'select extensions', 'update extensions'],
    ])
  })

  it('of many at once shares one begin and one commit, without savepoints', async () => {
    const groups = await Promise.all(
      Array.from({ length: 40 }, (_, index) => createGroup(book.core, caller, { name: `g${index}`, entries: three })),
    )
    book.clock.advance(1000)
    watch.seen.length = 0
    await Promise.all(groups.map(({ id }) => updatePhones(book.core, caller, { id }, { phones: three })))
    assert.equal(watch.seen.length, 2 + 3 * groups.length)
    assert.ok(!watch.seen.some((sql) => /savepoint|release/.test(sql)))
  })
})
