import assert from 'node:assert/strict'
import { readdir, readFile, readlink, rm } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { startServer } from '../acceptance/support/server.ts'
import { Client, startSimotel } from '../acceptance/support/simotel.ts'
import { type Asterisk, eventually, noAsterisk, startAsterisk } from './support/asterisk.ts'
import { untilKept } from './support/kept.ts'
import { Phone } from './support/phone.ts'

describe('the PBX without dialbook, and dialbook without the PBX', { skip: noAsterisk }, () => {
  let server: Awaited<ReturnType<typeof startServer>>
  let asterisk: Asterisk
  let phones: [Phone, Phone]
  const secret = 'Sip-Secret-1'

  before(async () => {
    server = await startSimotel()
    asterisk = await startAsterisk(server, { account: 'acme' })
    const client = new Client(server)
    for (const number of ['530', '571']) await client.data('pbx/users/add', { name: 'n', number, secret })
    const open = (number: string) => Phone.open({ number, secret, pbx: asterisk.sipPort })
    phones = [await open('530'), await open('571')]
  })
  after(async () => {
    for (const phone of phones) phone.close()
    await asterisk.stop()
    await server.kill()
    await rm(server.data, { recursive: true, force: true })
  })
  const register = () => Promise.all(phones.map((phone) => phone.register()))

  test('dialbook killed during a call: the call goes on, and new ones are made', async () => {
    const [caller, callee] = phones
    assert.deepEqual(await register(), [200, 200])
    const call = caller.call('571')
    await callee.nextCall()
    assert.equal(await call.answered, 200)
    await server.kill()
    const heard = callee.heard
    await eventually('more sound', () => callee.heard > heard + 25)
    await call.hangUp()
    assert.deepEqual(await register(), [200, 200])
    const another = caller.call('571')
    assert.equal(await another.answered, 200)
    await another.hangUp()
  })

  test('Asterisk started while dialbook is down has every extension', async () => {
    await asterisk.kill()
    // A command that ends cleanly leaves the book in one file, with nothing beside it.
    await server.cli('account', 'list')
    await asterisk.start()
    assert.deepEqual(await register(), [200, 200])
    assert.equal(await phones[0].register({ secret: 'wrong' }), 401)
    assert.doesNotMatch(asterisk.output(), /ERROR/)
  })

  test('dialbook, back again, changes what Asterisk sees', async () => {
    const { data } = server
    server = await startServer({ data })
    await server.cli('account', 'disable', 'acme')
    assert.deepEqual(await register(), [401, 401])
    await server.cli('account', 'enable', 'acme')
    assert.deepEqual(await register(), [200, 200])
  })

  test('registrations that Asterisk has written outlive a restart of it', async () => {
    assert.deepEqual(await register(), [200, 200])
    await untilKept(asterisk, ['530', '571'])
    await asterisk.kill()
    await asterisk.start()
    const call = phones[0].call('571')
    assert.equal(await call.answered, 200)
    await call.hangUp()
  })

  // On PostgreSQL the role of the PBX may read only.
  if (!process.env.TEST_POSTGRES)
    test('Asterisk has opened the book for reading only', async () => {
      const files = `/proc/${asterisk.pid}`
      const open = await readdir(`${files}/fd`)
      const modes = new Map<string, number>()
      for (const descriptor of open) {
        // A file that is closed meanwhile is not the book, which stays open.
        const file = await readlink(`${files}/fd/${descriptor}`).catch(() => '')
        if (!file.startsWith(server.data)) continue
        const flags = /^flags:\s+(\d+)/m.exec(await readFile(`${files}/fdinfo/${descriptor}`, 'utf8'))?.[1]
        // The lowest two bits tell reading from writing (open(2)).
        if (file.startsWith(server.data))
          modes.set(file.slice(server.data.length + 1), Number.parseInt(String(flags), 8) & 3)
      }
      assert.equal(modes.get('book.db'), 0)
      assert.ok(!modes.has('secret.key'))
    })
})
