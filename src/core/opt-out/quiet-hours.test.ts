import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import { updateAccount } from '../account/update-account.ts'
import { quietHoursOf } from './quiet-hours.ts'

describe('quiet hours', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  const untilOf = async (name: string, quietHours: [number, number] | null, at: string) => {
    const core = { ...book.core, contactRules: { quietHours, mostADay: null } }
    const account = (await core.store.accounts.all()).find((each) => each.name === name)
    const until = (await quietHoursOf(core, account?.id ?? 0))(Date.parse(at))
    return until === undefined ? undefined : new Date(until).toISOString()
  }

  it('are those of the account, over midnight or not, and end at their minute', async () => {
    const { accountId } = await book.buildCaller()
    const { name } = (await book.core.store.accounts.byId(accountId)) ?? { name: '' }
    const night: [number, number] = [21 * 60, 8 * 60]
    // Tehran, since the account has neither a zone nor a country.
    assert.equal(await untilOf(name, night, '2026-03-20T17:29:59.999Z'), undefined)
    assert.equal(await untilOf(name, night, '2026-03-20T17:30:12.345Z'), '2026-03-21T04:30:00.000Z')
    assert.equal(await untilOf(name, night, '2026-03-21T04:29:59.999Z'), '2026-03-21T04:30:00.000Z')
    assert.equal(await untilOf(name, night, '2026-03-21T04:30:00.000Z'), undefined)
    assert.equal(await untilOf(name, null, '2026-03-20T22:00:00Z'), undefined)
    await updateAccount(book.core, owner, name, { timeZone: 'UTC' })
    const noon: [number, number] = [12 * 60, 13 * 60 + 30]
    assert.equal(await untilOf(name, noon, '2026-03-20T11:59:00Z'), undefined)
    assert.equal(await untilOf(name, noon, '2026-03-20T12:00:00Z'), '2026-03-20T13:30:00.000Z')
    assert.equal(await untilOf(name, noon, '2026-03-20T13:30:00Z'), undefined)
  })
})
