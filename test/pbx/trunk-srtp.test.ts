import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { unique } from '../acceptance/support/simotel.ts'
import { freePort } from '../free-port.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { pbxIs, pbxOptions } from './support/connected.ts'
import { type Link, startLink } from './support/link.ts'
import { type ProviderAsterisk, startProviderAsterisk } from './support/provider.ts'
import { hasTone } from './support/tone.ts'

const address = '127.0.0.35'
const password = unique('Trunk-Pass-')
const did = '02191001234'

describe('a trunk with encrypted sound, to a second Asterisk that takes no other', { skip: noAsterisk }, () => {
  let link: Link
  let provider: ProviderAsterisk
  let signIn: readonly string[]
  const cli = (...args: string[]) => link.client.server.cli(...args)
  before(async () => {
    provider = await startProviderAsterisk({ address, user: 'acme', password, srtp: true })
    const ways = ['--sip-transports', 'udp,tls', '--sip-tls-port', String(await freePort())]
    link = await startLink((asterisk) => pbxOptions(asterisk), ways)
    link.client.server.audit.hide(password)
    await pbxIs(link.client.server, 'connected')
    const file = join(link.client.server.data, 'trunk-password')
    await writeFile(file, `${password}\n`)
    const where = ['--host', address, '--port', String(provider.tlsPort), '--transport', 'tls']
    signIn = [...where, '--username', 'acme', '--password-file', file, '--register', '--contact-user', did]
  })
  after(async () => {
    await provider?.stop()
    await link?.stop()
  })

  test('a call goes out and one comes in by SRTP, and both sides hear each other', async () => {
    await cli('trunk', 'set', 'provider', ...signIn, '--srtp')
    await eventually('the trunk is registered', async () => {
      const [trunk] = JSON.parse(await cli('trunk', 'list', '--json')).trunks
      assert.equal(trunk.srtp, true)
      return trunk.registration === 'Registered'
    })
    const { phone } = await link.registered({ cid_number: did })
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
    await cli('pbx', 'check', ...pbxOptions(link.asterisk))
  })

  test('without --srtp the same provider refuses the call', async () => {
    await cli('trunk', 'set', 'provider', ...signIn)
    const [trunk] = JSON.parse(await cli('trunk', 'list', '--json')).trunks
    assert.equal(trunk.srtp, false)
    const { phone } = await link.registered({ cid_number: did })
    assert.notEqual(await phone.call('0912000').answered, 200)
  })

  test('a change of it can be undone', async () => {
    const [{ number }] = JSON.parse(await cli('changes', 'list', '--json', '--limit', '50')).filter(
      ({ noun }: { noun: string }) => noun === 'trunk',
    )
    await cli('changes', 'undo', String(number))
    const [trunk] = JSON.parse(await cli('trunk', 'list', '--json')).trunks
    assert.equal(trunk.srtp, true)
  })
})
