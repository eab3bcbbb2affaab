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
  before(async () => {
    postgres = await startPostgres()
    const server = await startSimotel({ env: { DIALBOOK_DATABASE_URL: await postgres.makeDatabase() } })
    const asterisk = await startAsterisk(server, { account: 'acme' })
    const secret = 'Sip-Secret-1'
    await new Client(server).data('pbx/users/add', { name: 'n', number: '530', secret })
    phone = await Phone.open({ number: '530', secret, pbx: asterisk.sipPort })
    stranger = await Phone.open({ number: '999', secret, pbx: asterisk.sipPort })
    stop = async () => {
      for (const each of [phone, stranger]) each.close()
      await asterisk.stop()
      await server.kill()
      await postgres.stop()
    }
  })
  after(() => stop())

  test('tells a phone that the fault is its own, and not that the secret is wrong', async () => {
    assert.deepEqual([await phone.register(), await stranger.register()], [200, 401])
    await postgres.halt('fast')
    assert.deepEqual([await phone.register(), await stranger.register()], [500, 500])
    await postgres.resume()
    await eventually('the phone registers again', async () => (await phone.register()) === 200)
    assert.equal(await phone.register({ secret: 'wrong' }), 401)
  })
})
