import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { unique } from '../acceptance/support/simotel.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { startConnected } from './support/connected.ts'
import type { Link } from './support/link.ts'
import { type Call, Phone } from './support/phone.ts'
import { type ProviderAsterisk, startProviderAsterisk } from './support/provider.ts'
import { hasTone } from './support/tone.ts'

const address = '127.0.0.31'
const password = unique('Trunk-Pass-')
const did = '02191001234'

/** A provider that nobody here has written: an Asterisk with a plain configuration of PJSIP. Who is called there hears himself. */
describe('a second Asterisk as the provider', { skip: noAsterisk }, () => {
  let link: Link
  let provider: ProviderAsterisk
  let second: Phone
  const cli = (...args: string[]) => link.client.server.cli(...args)
  before(async () => {
    ;[link, provider] = await Promise.all([
      startConnected(),
      startProviderAsterisk({ address, user: 'acme', password }),
    ])
    link.client.server.audit.hide(password)
    const file = join(link.client.server.data, 'trunk-password')
    await writeFile(file, `${password}\n`)
    const to = ['--host', address, '--port', String(provider.port), '--username', 'acme', '--password-file', file]
    await cli('trunk', 'set', 'provider', ...to, '--register', '--contact-user', did, '--place', '1', '--qualify', '0')
    second = await Phone.open({ number: '1', secret: '', pbx: link.asterisk.sipPort, address: '127.0.0.32' })
    const next = ['--host', '127.0.0.32', '--port', String(second.port), '--place', '2', '--qualify', '0']
    await cli('trunk', 'set', 'second', ...next)
  })
  after(async () => {
    second.close()
    await provider.stop()
    await link.stop()
  })

  /** Hears the own tone come back by the provider: sound goes both ways. */
  const hearsItself = async (phone: Phone, call: Call) => {
    phone.tone = 700
    await eventually('the tone comes back', () => hasTone(700, phone.sound))
    await call.hangUp()
  }

  test('takes the registration of the trunk', async () => {
    await eventually('the trunk is registered', async () => {
      const { trunks } = JSON.parse(await cli('trunk', 'list', '--json'))
      return trunks[0].registration === 'Registered'
    })
    assert.match(
      await provider.cli('pjsip show contacts'),
      new RegExp(`acme/sip:${did}@127\\.0\\.0\\.1:${link.asterisk.sipPort}`),
    )
  })

  test('takes a call that signs in, with sound both ways', async () => {
    const { phone } = await link.registered()
    const call = phone.call('0912000')
    assert.equal(await call.answered, 200)
    assert.equal(second.invites.length, 0)
    await hearsItself(phone, call)
  })

  for (const [way, target] of [
    ['by its number', () => `PJSIP/acme/sip:${did}@127.0.0.1:${link.asterisk.sipPort}`],
    ['by the registered contact', () => 'PJSIP/acme'],
  ] as const) {
    test(`brings a call in ${way}, with sound both ways`, async () => {
      const { extension, phone } = await link.registered()
      const { route } = JSON.parse(await cli('route', 'add', did, '--to', extension.number, '--json'))
      await provider.cli(`channel originate ${target()} application Echo`)
      await hearsItself(phone, await phone.nextCall())
      await cli('route', 'remove', String(route.id))
    })
  }

  test('says what it does not take: the next trunk does, or the caller hears that the number is busy', async () => {
    const { phone } = await link.registered()
    const call = phone.call('0912503')
    assert.equal(await call.answered, 200)
    assert.equal(second.invites.length, 1)
    await call.hangUp()
    assert.equal(await phone.call('0912486').answered, 486)
    assert.equal(second.invites.length, 1)
  })

  test('is gone: the next trunk takes the call', async () => {
    await provider.kill()
    const { phone } = await link.registered()
    const call = phone.call('0912000')
    assert.equal(await call.answered, 200)
    assert.match(second.invites.at(-1)?.first ?? '', /^INVITE sip:0912000@/)
    await call.hangUp()
  })
})
