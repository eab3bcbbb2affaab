import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { send } from '../acceptance/support/http.ts'
import { unique } from '../acceptance/support/simotel.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { pbxIs, startConnected } from './support/connected.ts'
import type { Link } from './support/link.ts'
import { Phone } from './support/phone.ts'
import { Registrar } from './support/registrar.ts'

const realm = 'sip.provider.example'

describe('a trunk that registers', { skip: noAsterisk }, () => {
  let link: Link
  let registrar: Registrar
  const password = unique('Trunk-Pass-')
  before(async () => {
    link = await startConnected()
    registrar = await Registrar.open('127.0.0.21', password, realm)
    for (const server of [link.client.server]) server.audit.hide(password)
  })
  after(async () => {
    registrar.close()
    await link.stop()
  })
  const cli = (...args: string[]) => link.client.server.cli(...args)
  const seen = async () => JSON.parse(await cli('trunk', 'list', '--json')).trunks[0]
  const set = async (secret: string, ...more: string[]) => {
    const file = join(link.client.server.data, 'trunk-password')
    await writeFile(file, `${secret}\n`)
    const host = ['--host', '127.0.0.21', '--port', String(registrar.port)]
    await cli('trunk', 'set', 'provider', ...host, '--username', 'acme', '--password-file', file, '--register', ...more)
  }
  const becomes = (registration: string, state: string) =>
    eventually(`the registration is ${registration}`, async () => {
      const trunk = await seen()
      return trunk?.registration === registration && trunk.state === state
    })

  test('signs in by digest, with the contact and the expiry that were set, and all can see it', async () => {
    await set(password, '--contact-user', '02191001234', '--expiry', '120')
    await becomes('Registered', 'ok')
    const [first] = registrar.seen
    assert.deepEqual([first?.isRight, first?.expires], [true, 120])
    assert.match(first?.contact ?? '', new RegExp(`^<sip:02191001234@127\\.0\\.0\\.1:${link.asterisk.sipPort}`))
    assert.match(await cli('trunk', 'list'), /ok +Registered/)
    const { text } = await send(link.client.server, { method: 'GET', path: '/metrics' })
    assert.match(text, /^dialbook_trunk_up\{trunk="provider"\} 1$/m)
    assert.match(text, /^dialbook_trunk_registered\{trunk="provider"\} 1$/m)
  })

  test('a call to the registered contact is the trunk’s, from whatever address it comes', async () => {
    const { phone, extension } = await link.registered({ cid_number: '02191001234' })
    const line = /;line=([^;>]+)/.exec(registrar.seen.at(-1)?.contact ?? '')?.[1] ?? assert.fail('no line')
    const provider = await Phone.open({ number: '0912', secret: '', pbx: link.asterisk.sipPort, address: '127.0.0.22' })
    assert.equal(await provider.call(extension.number).answered, 401)
    const call = provider.call(`02191001234`, [], `;line=${line}`)
    assert.equal(await call.answered, 200)
    await phone.nextCall()
    await call.hangUp()
    provider.close()
  })

  test('a wrong password is Rejected and unavailable, and the right one is used at once', async () => {
    await set(unique('Wrong-Pass-'))
    await becomes('Rejected', 'unavailable')
    assert.equal(registrar.seen.at(-1)?.isRight, false)
    await set(password)
    await becomes('Registered', 'ok')
  })

  test('with a realm Asterisk gets a digest, and no password', async () => {
    const before = registrar.seen.length
    await set(password, '--realm', realm)
    await eventually('it has signed in by the digest', () =>
      registrar.seen.slice(before).some(({ isRight, expires }) => isRight && expires > 0),
    )
    await becomes('Registered', 'ok')
    assert.match(await link.asterisk.cli('pjsip show auth provider'), /password +: *$/m)
  })

  test('a removed trunk is signed off, and one that is made while no dialbook runs registers when it is back', async () => {
    const { signOffs } = registrar
    await cli('trunk', 'remove', 'provider')
    await eventually('it is signed off', () => registrar.signOffs > signOffs)
    const before = registrar.seen.length
    await link.restartServer(() => set(password))
    await pbxIs(link.client.server, 'connected')
    await eventually('it has registered', () => registrar.seen.length > before)
    await becomes('Registered', 'ok')
  })

  test('Asterisk prints no error, and no password', () => {
    assert.doesNotMatch(link.asterisk.output(), /ERROR/)
    assert.ok(!link.asterisk.output().includes(password))
  })
})
