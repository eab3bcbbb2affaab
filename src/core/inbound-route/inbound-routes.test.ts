import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import { removeAccount } from '../account/remove-account.ts'
import { setAccountCountry } from '../account/set-account-country.ts'
import type { Caller } from '../caller.ts'
import { findChanges } from '../change/find-changes.ts'
import { createExtension } from '../extension/create-extension.ts'
import { undoChange } from '../undo/undo-change.ts'
import { addInboundRoute, type NewInboundRoute } from './add-inbound-route.ts'
import { findInboundRoutes } from './find-inbound-routes.ts'
import { removeInboundRoute } from './remove-inbound-route.ts'
import { testInboundRoute } from './test-inbound-route.ts'

describe('inbound routes', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  const newest = async (): Promise<number> => (await findChanges(book.core, owner, 1))[0]?.number ?? 0
  /** An account in Iran with the extensions 500 and 501, and functions for its routes. */
  const build = async () => {
    const { core } = book
    const caller: Caller = await book.buildCaller()
    const { name } = (await core.store.accounts.byId(caller.accountId)) ?? assert.fail()
    await setAccountCountry(core, owner, name, 'IR')
    for (const number of ['500', '501']) {
      await createExtension(core, caller, { name: 'e', number, secret: 'a long secret' })
    }
    const add = (number: string, wanted: Partial<NewInboundRoute> = {}) =>
      addInboundRoute(core, caller, {
        ...{ trunk: null, number, isPrefix: false, kind: 'extension', targets: ['500'], branches: {} },
        ...wanted,
      })
    const routeOf = async (number: string) => (await testInboundRoute(core, caller, number)).decision?.routeId
    return { core, caller, name, add, routeOf }
  }

  it('are for every spelling of a number, and one route only', async () => {
    const { add, routeOf, core, caller } = await build()
    const route = await add('02191001234')
    assert.deepEqual(await findInboundRoutes(core, caller), [route])
    for (const number of ['+982191001234', '982191001234', '2191001234']) assert.equal(await routeOf(number), route.id)
    assert.equal(await routeOf('02191001235'), undefined)
    await assert.rejects(add('+982191001234'), { code: 'number_taken', message: /route 1 is for this number/ })
    await assert.rejects(add('0219100', { targets: ['999'] }), { code: 'not_found' })
    await assert.rejects(add('0219100', { trunk: 't' }), { code: 'not_found' })
    await assert.rejects(add('0219100', { targets: ['500', '501'] }), { code: 'invalid_value' })
    await assert.rejects(add('0219100', { kind: 'all', targets: ['500', '500'] }), { code: 'invalid_value' })
  })

  it('of prefixes yield to numbers and to longer prefixes, and the one for all to extensions', async () => {
    const { add, routeOf, core, caller } = await build()
    const [short, long, all] = [
      await add('021', { isPrefix: true }),
      await add('+982191', { isPrefix: true }),
      await add('', { isPrefix: true }),
    ]
    await assert.rejects(add('+9821', { isPrefix: true }), { code: 'number_taken' })
    assert.deepEqual(await Promise.all(['02191001234', '02188001234', '0912'].map(routeOf)), [
      long.id,
      short.id,
      all.id,
    ])
    const { decision, direct, holders } = await testInboundRoute(core, caller, '500')
    assert.deepEqual([decision, direct, holders], [null, '500', []])
  })

  it('go, come back, and never to a number that has another route by then', async () => {
    const { add, routeOf, core, caller } = await build()
    const route = await add('02191001234')
    await removeInboundRoute(core, caller, route.id)
    const removal = await newest()
    assert.equal(await routeOf('02191001234'), undefined)
    const other = await add('+982191001234')
    await assert.rejects(undoChange(core, owner, removal), { code: 'number_taken' })
    await removeInboundRoute(core, caller, other.id)
    await undoChange(core, owner, removal)
    assert.equal(await routeOf('+982191001234'), route.id)
    await undoChange(core, owner, await newest())
    assert.equal(await routeOf('+982191001234'), undefined)
  })

  it('follow the country, and its undo', async () => {
    const { add, routeOf, core, name } = await build()
    const route = await add('02191001234')
    await setAccountCountry(core, owner, name, null)
    assert.deepEqual([await routeOf('02191001234'), await routeOf('+982191001234')], [route.id, undefined])
    await undoChange(core, owner, await newest())
    assert.equal(await routeOf('+982191001234'), route.id)
  })

  it('of a removed account come back with it', async () => {
    const { add, routeOf, core, name } = await build()
    const route = await add('110')
    await assert.rejects(removeAccount(core, owner, name), { code: 'not_empty', message: /inbound routes: 1/ })
    await removeAccount(core, owner, name, { force: true })
    await undoChange(core, owner, await newest())
    assert.equal(await routeOf('110'), route.id)
  })

  it('to outside numbers are decided by the forward rules', async () => {
    const { add, core, caller } = await build()
    await add('02191001234', { kind: 'outside', targets: ['0912'] })
    const { decision } = await testInboundRoute(core, caller, '02191001234')
    assert.deepEqual([decision?.kind, decision?.rule], ['refused', 'no trunk'])
  })
})
