import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import { findChanges } from '../change/find-changes.ts'
import { addCredential } from '../credential/add-credential.ts'
import { findCredentials } from '../credential/find-credentials.ts'
import { signInByToken } from '../credential/sign-in-by-token.ts'
import { createGroup } from '../group/create-group.ts'
import { removeDueGroups } from '../group/remove-due-groups.ts'
import { pruneLeftovers } from '../leftover/prune-leftovers.ts'
import { onAccount } from '../permission/callers.ts'
import { SignIns } from '../sign-in/sign-ins.ts'
import { undoChange } from '../undo/undo-change.ts'
import { addAccount } from './add-account.ts'
import { findAccount } from './find-account.ts'
import { findAccounts } from './find-accounts.ts'
import { removeAccount } from './remove-account.ts'
import { renameAccount } from './rename-account.ts'
import { setAccountEnabled } from './set-account-enabled.ts'

const day = 24 * 60 * 60 * 1000

describe('accounts', () => {
  let book: TestBook
  beforeEach(async () => {
    book = await buildBook()
  })
  afterEach(() => book.close())

  const newest = async (): Promise<number> => (await findChanges(book.core, owner, 1))[0]?.number as number
  const names = async (): Promise<string[]> => (await findAccounts(book.core, owner)).map(({ name }) => name)

  it('have names of 1 to 64 printable characters, without the space around them', async () => {
    for (const [given, kept] of [
      ['a', 'a'],
      ['  two words ', 'two words'],
      ['x'.repeat(64), 'x'.repeat(64)],
      ['😀'.repeat(64), '😀'.repeat(64)],
      ['می\u200cخواهم', 'می\u200cخواهم'],
    ] as const) {
      assert.equal((await addAccount(book.core, owner, given)).name, kept)
    }
    for (const name of [
      '',
      '  ',
      '\u200d',
      'x'.repeat(65),
      'a\nb',
      'a\u001b[2J',
      'a\u0000',
      'a\u202eb',
      'a\u2028b',
      '\ud800',
    ]) {
      await assert.rejects(
        addAccount(book.core, owner, name),
        { code: 'invalid_value', field: 'name' },
        JSON.stringify(name),
      )
    }
    await assert.rejects(renameAccount(book.core, owner, 'a', 'b\n'.repeat(2)), { code: 'invalid_value' })
  })

  it('have names that are unique without case', async () => {
    await addAccount(book.core, owner, 'Straße É')
    for (const name of ['STRASSE É', 'straße é', 'Stra\u200dße E\u0301']) {
      await assert.rejects(addAccount(book.core, owner, name), { code: 'name_taken' })
      assert.equal((await findAccount(book.core, owner, name)).name, 'Straße É')
    }
    await addAccount(book.core, owner, 'other')
    await assert.rejects(renameAccount(book.core, owner, 'other', 'strasse é'), { code: 'name_taken' })
    assert.equal((await renameAccount(book.core, owner, 'OTHER', 'Other')).name, 'Other')
    await undoChange(book.core, owner, await newest())
    assert.deepEqual(await names(), ['Straße É', 'other'])
  })

  it('go only when they are empty, or by force', async () => {
    const { id } = await addAccount(book.core, owner, 'full')
    await createGroup(book.core, onAccount(owner, id), { name: 'g' })
    await assert.rejects(removeAccount(book.core, owner, 'full'), { code: 'not_empty', message: /it has groups: 1$/ })
    await removeAccount(book.core, owner, 'full', { force: true })
    await addAccount(book.core, owner, 'empty')
    await removeAccount(book.core, owner, 'empty')
    assert.deepEqual(await names(), [])
    await assert.rejects(removeAccount(book.core, owner, 'empty'), { code: 'not_found' })
  })

  it('are hidden with all they have once they are removed, and come back by an undo', async () => {
    const { core } = book
    const { id } = await addAccount(core, owner, 'acme')
    const caller = onAccount(owner, id)
    await addCredential(core, caller, { dialect: 'd', scheme: 'token', token: 't' })
    await createGroup(core, caller, { name: 'due', plannedDeletionAt: book.clock.now() })
    const made = await newest()
    await removeAccount(core, owner, 'acme', { force: true })
    const removal = await newest()

    assert.equal(await signInByToken(core, new SignIns(core, 'd'), { address: '192.0.2.1', secret: 't' }), undefined)
    assert.deepEqual(await findCredentials(core, owner), [])
    assert.equal(await removeDueGroups(core, owner), 0)
    assert.deepEqual(
      (await findChanges(core, owner, 9)).map(({ noun }) => noun),
      ['account', 'account'],
    )
    for (const act of [findAccount, removeAccount])
      await assert.rejects(act(core, owner, 'acme'), { code: 'not_found' })
    await assert.rejects(setAccountEnabled(core, owner, 'acme', true), { code: 'not_found' })
    await assert.rejects(undoChange(core, owner, made), { code: 'not_found' })

    await addAccount(core, owner, 'ACME')
    await assert.rejects(undoChange(core, owner, removal), { code: 'name_taken' })
    await renameAccount(core, owner, 'acme', 'other')
    await undoChange(core, owner, removal)
    assert.deepEqual(await names(), ['acme', 'other'])
    assert.equal(
      (await signInByToken(core, new SignIns(core, 'd'), { address: '192.0.2.1', secret: 't' }))?.accountEnabled,
      true,
    )
    assert.equal(await removeDueGroups(core, owner), 1)
    await assert.rejects(undoChange(core, owner, await newest().then((last) => last - 1)), { code: 'invalid_value' })
  })

  it('that were removed are pruned in steps, and with them every row they had; their ids are not given again', async () => {
    const { core } = book
    await addAccount(core, owner, 'kept')
    const { id } = await addAccount(core, owner, 'acme')
    const caller = onAccount(owner, id)
    await addCredential(core, caller, { dialect: 'd', scheme: 'token', token: 't' })
    for (let made = 0; made < 5; made++) await createGroup(core, caller, { name: `g${made}` })
    book.clock.advance(5 * day)
    await removeAccount(core, owner, 'acme', { force: true })
    const removal = await newest()
    book.clock.advance(5 * day)
    assert.equal((await pruneLeftovers(core, owner, { keepDays: 6, dryRun: true })).row.count, 0)
    const { row } = await pruneLeftovers(core, owner, { keepDays: 1, dryRun: true })
    // Five groups, a credential, the account, and the rows that count and number them.
    assert.ok(row.count >= 7, `${row.count} rows`)
    assert.equal((await pruneLeftovers(core, owner, { keepDays: 1 })).row.count, row.count)
    assert.equal((await pruneLeftovers(core, owner, { keepDays: 1 })).row.count, 0)
    await assert.rejects(undoChange(core, owner, removal), { code: 'not_found' })
    assert.ok((await addAccount(core, owner, 'acme')).id > id)
    assert.deepEqual(await names(), ['kept', 'acme'])
  })
})
