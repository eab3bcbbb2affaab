import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { unique } from '../acceptance/support/simotel.ts'
import { freePort } from '../free-port.ts'
import { complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import { pbxIs, pbxOptions } from './support/connected.ts'
import { type Link, startLink } from './support/link.ts'
import { type ProviderAsterisk, startProviderAsterisk } from './support/provider.ts'
import { hasTone } from './support/tone.ts'

const address = '127.0.0.33'
const password = unique('Trunk-Pass-')
const did = '02191001234'

describe('a trunk by TCP and by TLS, to a second Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  let provider: ProviderAsterisk
  let tlsPort: number
  const cli = (...args: string[]) => link.client.server.cli(...args)
  before(async () => {
    tlsPort = await freePort()
    provider = await startProviderAsterisk({ address, user: 'acme', password })
    const ways = ['--sip-transports', 'udp,tcp,tls', '--sip-tls-port', String(tlsPort)]
    link = await startLink((asterisk) => pbxOptions(asterisk), ways)
    link.client.server.audit.hide(password)
    await pbxIs(link.client.server, 'connected')
    await writeFile(join(link.client.server.data, 'trunk-password'), `${password}\n`)
  })
  after(async () => {
    await provider.stop()
    await link.stop()
  })

  for (const [way, portOf] of [
    ['tcp', () => provider.port],
    ['tls', () => provider.tlsPort],
  ] as const) {
    test(`registers by ${way}, is seen, and takes and brings calls`, async () => {
      const signIn = ['--username', 'acme', '--password-file', join(link.client.server.data, 'trunk-password')]
      const to = ['--host', address, '--port', String(portOf()), '--transport', way, ...signIn]
      await cli('trunk', 'set', 'provider', ...to, '--register', '--contact-user', did, '--qualify', '1')
      await eventually(`the trunk is registered by ${way}, and answers OPTIONS`, async () => {
        const [trunk] = JSON.parse(await cli('trunk', 'list', '--json')).trunks
        const contacts = await provider.cli('database show registrar/contact')
        assert.equal(trunk.transport, way)
        const isBy = contacts.includes(did) && contacts.toLowerCase().includes(`transport=${way}`)
        return trunk.registration === 'Registered' && trunk.state === 'ok' && isBy
      })
      const { extension, phone } = await link.registered({ cid_number: did })
      const call = phone.call('0912000')
      assert.equal(await call.answered, 200)
      phone.tone = 700
      await eventually('the tone comes back', () => hasTone(700, phone.sound))
      await call.hangUp()
      await provider.cli('channel originate PJSIP/acme application Echo')
      const taken = await phone.nextCall()
      phone.tone = 1000
      await eventually('the other tone comes back', () => hasTone(1000, phone.sound))
      await taken.hangUp()
      await link.remove(extension)
      await cli('pbx', 'check', ...pbxOptions(link.asterisk))
    })
  }

  test('is unavailable once nobody answers there by TLS', async () => {
    await provider.kill()
    await eventually('the trunk is unavailable', async () => {
      const [trunk] = JSON.parse(await cli('trunk', 'list', '--json')).trunks
      return trunk.state === 'unavailable'
    })
  })

  test('Asterisk prints no error of it before that', () => {
    assert.deepEqual(
      complaintsOf(link.asterisk).filter((line) => !/SSL|connect|Registration|registration/i.test(line)),
      [],
    )
  })
})
