import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Client, startSimotel } from '../acceptance/support/simotel.ts'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../postgres-server.ts'
import { eventually, noAsterisk, startAsterisk } from './support/asterisk.ts'
import { Phone } from './support/phone.ts'

describe('a PBX whose PostgreSQL is away', { skip: noAsterisk || postgresIsMissing }, () => {
  let postgres: PostgresServer
  let stop: () => Promise<void>
  let phone: Phone
  let stranger: Phone
  let other: Phone
  before(async () => {
    postgres = await startPostgres()
    const server = await startSimotel({ env: { DIALBOOK_DATABASE_URL: await postgres.makeDatabase() } })
    const asterisk = await startAsterisk(server, { account: 'acme' })
    const secret = 'Sip-Secret-1'
    const client = new Client(server)
    for (const number of ['530', '531']) await client.data('pbx/users/add', { name: 'n', number, secret })
    phone = await Phone.open({ number: '530', secret, pbx: asterisk.sipPort })
    other = await Phone.open({ number: '531', secret, pbx: asterisk.sipPort })
    stranger = await Phone.open({ number: '999', secret, pbx: asterisk.sipPort })
    stop = async () => {
      for (const each of [phone, other, stranger]) each.close()
      await asterisk.stop()
      await server.kill()
      await postgres.stop()
    }
  })
  after(() => stop())

  test('tells a phone to come again later, and not that the secret is wrong, and running calls go on', async () => {
    assert.deepEqual([await phone.register(), await other.register(), await stranger.register()], [200, 200, 401])
    const call = phone.call('531')
    assert.equal(await call.answered, 200)
    const taken = await other.nextCall()
    await postgres.halt('fast')
    assert.deepEqual([await phone.register(), await stranger.register()], [503, 503])
    const refused = phone.call('531')
    assert.equal(await refused.answered, 503)
    assert.equal(refused.answer?.headers.get('retry-after'), '300')
    await call.hold()
    await call.hangUp()
    await taken.ended
    // A phone that signs off does not come again: it is not told when to.
    assert.equal(await phone.register({ expires: 0 }), 500)
    await postgres.resume()
    await eventually('the phone registers again', async () => (await phone.register()) === 200)
    assert.deepEqual([await phone.register({ secret: 'wrong' }), await stranger.register()], [401, 401])
  })
})
