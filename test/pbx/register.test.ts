import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addAccount } from '../acceptance/support/simotel.ts'
import { noAsterisk } from './support/asterisk.ts'
import { type Link, startLink } from './support/link.ts'

describe('registering at a real Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  before(async () => {
    link = await startLink()
  })
  after(() => link.stop())

  test('the right secret is let in, a wrong one and an unknown number are not', async () => {
    const extension = await link.add()
    const phone = await link.phone(extension)
    assert.equal(await phone.register({ secret: 'wrong' }), 401)
    assert.equal(await phone.register(), 200)
    const stranger = await link.phone({ ...extension, number: '999999' })
    assert.equal(await stranger.register(), 401)
  })

  test('a changed secret: the old one is refused and the new one accepted, from the answer on', async (t) => {
    const extension = await link.add()
    const phone = await link.phone(extension)
    assert.equal(await phone.register(), 200)
    const times: number[] = []
    let old = extension.secret
    for (let round = 0; round < 100; round++) {
      const secret = `Changed-Secret-${round}`
      await link.update(extension, { secret })
      const answeredAt = performance.now()
      assert.equal(await phone.register({ secret: old }), 401, `round ${round}: the old secret`)
      assert.equal(await phone.register({ secret }), 200, `round ${round}: the new secret`)
      times.push(performance.now() - answeredAt)
      old = secret
    }
    times.sort((a, b) => a - b)
    const [p50 = 0, p99 = 0] = [times[49], times[98]]
    t.diagnostic(`old refused and new accepted after the answer: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`)
  })

  test('an extension that is not active is refused, and let in again', async () => {
    const { extension, phone } = await link.registered()
    await link.update(extension, { active: 'no' })
    assert.equal(await phone.register(), 401)
    await link.update(extension, { active: 'yes' })
    assert.equal(await phone.register(), 200)
  })

  test('deny and permit decide by address, permit over deny', async () => {
    const extension = await link.add()
    const near = await link.phone(extension)
    const far = await link.phone(extension, { address: '127.0.0.2' })
    const statuses = async () => [await near.register(), await far.register()]
    assert.deepEqual(await statuses(), [200, 200])
    await link.update(extension, { deny: '0.0.0.0/0.0.0.0', permit: '127.0.0.2/255.255.255.255,10.0.0.0/8' })
    assert.deepEqual(await statuses(), [401, 200])
    await link.update(extension, { deny: '127.0.0.2', permit: '' })
    assert.deepEqual(await statuses(), [200, 401])
    await link.update(extension, { deny: '', permit: '' })
    assert.deepEqual(await statuses(), [200, 200])
  })

  test('a changed number: the old one is unknown, the new one has the old secret', async () => {
    const { extension, phone } = await link.registered()
    const number = `9${extension.number}`
    await link.update(extension, { number })
    assert.equal(await phone.register(), 401)
    const moved = await link.phone({ ...extension, number })
    assert.equal(await moved.register(), 200)
  })

  test('a removed extension is unknown', async () => {
    const { extension, phone } = await link.registered()
    await link.remove(extension)
    assert.equal(await phone.register(), 401)
  })

  test('IAX2 users, other accounts and a disabled account are unknown', async () => {
    const iax = await link.add({ user_type: 'IAX2' })
    assert.equal(await (await link.phone(iax)).register(), 401)

    const { server } = link.client
    const other = await addAccount(server)
    const foreign = { name: 'n', number: '4711', secret: 'Sip-Secret-foreign' }
    await other.client.data('pbx/users/add', foreign)
    const stranger = await link.phone({ ...foreign, _id: '' })
    assert.equal(await stranger.register(), 401)

    const { phone } = await link.registered()
    await server.cli('account', 'disable', 'acme')
    assert.equal(await phone.register(), 401)
    await server.cli('account', 'enable', 'acme')
    assert.equal(await phone.register(), 200)

    await server.cli('pbx', 'config', '--dir', link.asterisk.dir, '--pbx-account', other.name)
    assert.deepEqual([await stranger.register(), await phone.register()], [200, 401])
    await server.cli('pbx', 'config', '--dir', link.asterisk.dir, '--pbx-account', 'acme')
    assert.deepEqual([await stranger.register(), await phone.register()], [401, 200])
  })

  test('an undone removal registers as before', async () => {
    const { extension, phone } = await link.registered()
    await link.remove(extension)
    const { server } = link.client
    const [last] = JSON.parse(await server.cli('changes', 'list', '--json')) as { number: number }[]
    await server.cli('changes', 'undo', String(last?.number))
    assert.equal(await phone.register(), 200)
  })

  test('Asterisk prints no error, and none of the secrets', () => {
    const output = link.asterisk.output()
    assert.doesNotMatch(output, /ERROR/)
    assert.doesNotMatch(output, /Secret/)
  })
})
