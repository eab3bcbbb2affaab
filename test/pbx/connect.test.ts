import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { send } from '../acceptance/support/http.ts'
import { freePort } from '../free-port.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { healthOf, pbxIs, pbxOptions } from './support/connected.ts'
import { type Link, startLink } from './support/link.ts'

describe('connecting to a real Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  let more: readonly string[] = []
  before(async () => {
    link = await startLink((asterisk) => [...pbxOptions(asterisk), ...more])
  })
  after(() => link.stop())
  const cli = (...args: string[]) => link.client.server.cli('pbx', ...args)
  const logged = (text: string) => eventually(`the log says ${text}`, () => link.client.server.stderr().includes(text))
  /** Gives the running Asterisk this password for ARI. */
  const setAriPassword = async (password: string) => {
    const file = join(link.asterisk.dir, 'etc/ari.conf')
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^password = .*$/m, `password = ${password}`))
    await link.asterisk.cli('module reload res_ari.so')
  }

  test('works with an empty book, and with extensions that nobody has asked Asterisk for yet', async () => {
    for (const count of [0, 5]) {
      for (let made = 0; made < count; made++) await link.add()
      // Asterisk may not answer in time on a busy machine.
      await eventually('the status is that of a PBX without phones', async () => {
        const { connection, registered, busy } = JSON.parse(await cli('status', ...pbxOptions(link.asterisk), '--json'))
        return connection === 'connected' && registered.length === 0 && busy.length === 0
      })
      await eventually('the check is clean', async () => {
        const said = await cli('check', ...pbxOptions(link.asterisk)).catch(({ stderr }) => String(stderr))
        return said === 'the PBX is as the book says\n'
      })
    }
  })

  test('an ARI that fails later is logged once, and registrations go when it is right again', async () => {
    await pbxIs(link.client.server, 'connected')
    const { extension } = await link.registered()
    await setAriPassword('Not-The-Password')
    await link.update(extension, { secret: 'Another-Secret-For-It' })
    await logged('dropping registrations failed')
    await logged("ARI refuses the user's password")
    assert.equal((await healthOf(link.client.server)).outbox, 1)
    await setAriPassword(link.asterisk.password)
    await eventually('the outbox is empty', async () => (await healthOf(link.client.server)).outbox === 0)
    assert.equal(link.client.server.stderr().split('dropping registrations failed').length, 2)
  })

  test('an ARI that knows another password is no connection, and log and status say why', async () => {
    await setAriPassword('Not-The-Password')
    await link.restartServer()
    await logged("ARI refuses the user's password")
    await assertAway()
    await eventually('the status says why', async () => {
      return (await cli('status', ...pbxOptions(link.asterisk))).includes("away: ARI refuses the user's password")
    })
    await setAriPassword(link.asterisk.password)
    await pbxIs(link.client.server, 'connected')
  })

  test('an ARI that does not answer is no connection, and the log says where', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    more = ['--pbx', `ari:${url}`]
    await link.restartServer()
    await logged(`Asterisk does not answer at ${url}`)
    await assertAway()
  })

  async function assertAway(): Promise<void> {
    const { server } = link.client
    assert.equal((await healthOf(server)).pbx, 'away')
    const { text } = await send(server, { method: 'GET', path: '/metrics' })
    assert.match(text, /^dialbook_pbx_connected 0$/m)
  }
})
