import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import { shortRing } from './support/calls.ts'
import { pbxIs, pbxOptions } from './support/connected.ts'
import { type Link, startLink } from './support/link.ts'
import { type MailServer, startMailServer } from './support/mail.ts'
import type { Phone } from './support/phone.ts'

const password = 'Mail-Secret-Zz9'

describe('email: missed calls are told by mail', { skip: noAsterisk }, () => {
  let folder: string
  let mail: MailServer
  let link: Link
  let caller: Phone
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialbook-mail-'))
    await writeFile(join(folder, 'password'), `${password}\n`)
    mail = await startMailServer(password)
    const options = [
      ...['--mail-server', mail.address, '--mail-user', 'pbx', '--mail-password-file', join(folder, 'password')],
      ...['--mail-from', 'pbx@example.com'],
    ]
    link = await startLink(
      (asterisk) => [...pbxOptions(asterisk), ...options],
      [...shortRing, '--mail-missed-calls', 'true'],
    )
    link.client.server.audit.hide(password)
    await pbxIs(link.client.server, 'connected')
    caller = (await link.registered()).phone
  })
  after(async () => {
    await link.stop()
    await mail.close()
    await rm(folder, { recursive: true })
  })

  const mailsTo = (address: string) => mail.taken.filter(({ to }) => to === address)
  const notes = () => link.asterisk.cli('database show missed')
  const untilTold = (address: string, count = 1) =>
    eventually(`${count} mails to ${address}`, () => mailsTo(address).length >= count)
  /** Waits until Asterisk has no note left, and dialbook no mail that waits. */
  const untilQuiet = () =>
    eventually('nothing waits', async () => {
      const { outbox } = JSON.parse(await link.client.server.cli('pbx', 'status', '--json'))
      return (await notes()).includes('0 results') && outbox.mails.count === 0
    })

  test('a call that nobody takes, one that its caller gives up, and one to a phone that is away', async () => {
    const { extension, phone } = await link.registered({ email: 'ali@example.com', name: 'Ali' }, { manner: 'ring' })
    assert.equal(await caller.call(extension.number).answered, 480)
    await untilTold('ali@example.com')
    const given = caller.call(extension.number)
    await phone.nextCall()
    await phone.nextCall()
    await given.hangUp()
    await untilTold('ali@example.com', 2)
    await phone.register({ expires: 0 })
    assert.equal(await caller.call(extension.number).answered, 480)
    await untilTold('ali@example.com', 3)
    await untilQuiet()
    const mails = mailsTo('ali@example.com')
    assert.equal(mails.length, 3)
    for (const { from, user, text } of mails) {
      assert.deepEqual([from, user], ['pbx@example.com', 'pbx'])
      assert.match(text, new RegExp(`Subject: Missed call from ${caller.number} to ${extension.number}`))
      assert.match(text, /Extension \d+ \(Ali\) has missed a call/)
    }
    const ids = mails.map(({ text }) => /Message-ID: (<.+>)/i.exec(text)?.[1])
    assert.equal(new Set(ids).size, 3)
  })

  test('a call that is taken is not missed, here or where it is forwarded to', async () => {
    const { extension, phone } = await link.registered({ email: 'bita@example.com' })
    const target = await link.registered()
    const call = caller.call(extension.number)
    assert.equal(await call.answered, 200)
    await call.hangUp()
    phone.manner = 'busy'
    const policy = { Busy: target.extension.number, 'No Answer': '', UnAvailable: '', All: '' }
    await link.update(extension, { forward_policy: policy })
    const forwarded = caller.call(extension.number)
    assert.equal(await forwarded.answered, 200)
    await forwarded.hangUp()
    // An extension without an address is told nothing.
    const silent = await link.add()
    assert.equal(await caller.call(silent.number).answered, 480)
    await untilQuiet()
    assert.equal(mailsTo('bita@example.com').length, 0)
  })

  test('a server that refuses for now gets the mail later, once', async () => {
    const extension = await link.add({ email: 'cyrus@example.com' })
    mail.refusals = 1
    assert.equal(await caller.call(extension.number).answered, 480)
    await untilTold('cyrus@example.com')
    await untilQuiet()
    assert.equal(mailsTo('cyrus@example.com').length, 1)
  })

  test('calls that are missed while dialbook is away are told when it is back, each once', async () => {
    const extension = await link.add({ email: 'dara@example.com' })
    await link.restartServer(async () => {
      for (let call = 0; call < 3; call++) assert.equal(await caller.call(extension.number).answered, 480)
      assert.match(await notes(), /3 results/)
    })
    link.client.server.audit.hide(password)
    await untilTold('dara@example.com', 3)
    await untilQuiet()
    // A note that comes again, as after a crash before it was removed.
    const id = /<\d+\.(\d+)\.([\d.]+)@dialbook>/.exec(mailsTo('dara@example.com')[0]?.text ?? '') ?? []
    await link.asterisk.cli(`database put missed ${id[1]}/${id[2]} 1|2`)
    assert.match(await notes(), /1 results/)
    assert.equal(await caller.call(extension.number).answered, 480)
    await untilTold('dara@example.com', 4)
    await untilQuiet()
    assert.equal(mailsTo('dara@example.com').length, 4)
  })

  test('Asterisk complains of nothing', () => assert.deepEqual(complaintsOf(link.asterisk), []))
})
