import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { pbxIs, pbxOptions } from './support/connected.ts'
import { type Extension, type Link, startLink } from './support/link.ts'

const attempts = 4

describe('bad sign-ins behind one address', { skip: noAsterisk }, () => {
  let link: Link
  let last = 50
  before(async () => {
    link = await startLink((asterisk) => [
      ...pbxOptions(asterisk),
      ...['--pbx-bad-sign-ins', String(attempts), '--pbx-bad-sign-ins-within', '3600'],
    ])
    await pbxIs(link.client.server, 'connected')
  })
  after(() => link.stop())

  const newOffice = () => `127.0.1.${last++}`
  const blocked = async (): Promise<string[]> => {
    const { blocks } = JSON.parse(await link.client.server.cli('block', 'list', '--json'))
    return blocks.map(({ address }: { address: string }) => address)
  }
  const guess = async (extension: Extension, address: string, times: number) => {
    const phone = await link.phone({ ...extension, secret: 'wrong' }, { address })
    for (let turn = 0; turn < times; turn++) assert.equal(await phone.register(), 401)
  }

  test('phones whose secrets are rotated do not block their office, and come back with the new ones', async () => {
    const address = newOffice()
    const office = await Promise.all(Array.from({ length: 25 }, () => link.registered({}, { address })))
    for (const { extension } of office) await link.update(extension, { secret: `Rotated-Secret-${extension.number}` })
    // Each of them tries the old secret as often as one phone may: a hundred bad sign-ins in all.
    for (let turn = 0; turn < attempts; turn++)
      for (const { phone } of office) assert.equal(await phone.register(), 401)
    for (const { extension, phone } of office) {
      assert.equal(await phone.register({ secret: `Rotated-Secret-${extension.number}` }), 200)
    }
    assert.deepEqual(
      (await blocked()).filter((each) => each.endsWith(address)),
      [],
    )
  })

  test('one extension is blocked at one address; others there, and the same elsewhere, go on', async () => {
    const address = newOffice()
    const victim = await link.add()
    const neighbour = await link.registered({}, { address })
    await guess(victim, address, attempts + 1)
    await eventually('it is blocked', async () => (await blocked()).includes(`${victim.number}@${address}`))
    assert.equal(await (await link.phone(victim, { address })).register(), 401)
    assert.equal(await neighbour.phone.register(), 200)
    assert.equal(await (await link.phone(victim, { address: newOffice() })).register(), 200)
    await link.client.server.cli('block', 'lift', `${victim.number}@${address}`)
    assert.equal(await (await link.phone(victim, { address })).register(), 200)
  })

  test('guesses at numbers that no extension has block the address, and its registered phones call on', async () => {
    const address = newOffice()
    const [caller, callee, stranger] = [
      await link.registered({}, { address }),
      await link.registered(),
      await link.add(),
    ]
    await guess({ ...stranger, number: '987654' }, address, attempts + 1)
    await eventually('it is blocked', async () => (await blocked()).includes(address))
    assert.equal(await (await link.phone(stranger, { address })).register(), 401)
    assert.equal(await caller.phone.register(), 200)
    const call = caller.phone.call(callee.extension.number)
    assert.equal(await call.answered, 200)
    await call.hangUp()
  })

  test('an address in a network of `sip allow` is never blocked, until that is undone', async () => {
    const address = newOffice()
    const [victim, { server }] = [await link.add(), link.client]
    await server.cli('sip', 'allow', `${address}/32`)
    await guess(victim, address, 3 * (attempts + 1))
    assert.deepEqual(
      (await blocked()).filter((each) => each.endsWith(address)),
      [],
    )
    const [change] = JSON.parse(await server.cli('changes', 'list', '--json', '--noun', 'sip-network'))
    await server.cli('changes', 'undo', String(change.number))
    assert.deepEqual(JSON.parse(await server.cli('sip', 'list', '--json')), { networks: [] })
    await guess(victim, address, attempts + 1)
    await eventually('it is blocked', async () => (await blocked()).includes(`${victim.number}@${address}`))
    await assert.rejects(server.cli('sip', 'remove', `${address}/32`), /no such network/)
  })
})
