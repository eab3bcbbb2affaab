import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { unique } from '../acceptance/support/simotel.ts'
import { noAsterisk } from './support/asterisk.ts'
import { type Calls, startCalls } from './support/calls.ts'
import { pbxOptions } from './support/connected.ts'
import { Phone } from './support/phone.ts'
import { md5 } from './support/sip-message.ts'

const address = '127.0.0.3'
const password = unique('Trunk;Pass"word-')

describe('a trunk of a real Asterisk', { skip: noAsterisk }, () => {
  let calls: Calls
  let provider: Phone
  const cli = (...args: string[]) => calls.link.client.server.cli(...args)
  before(async () => {
    calls = await startCalls()
    calls.link.client.server.audit.hide(password)
    provider = await Phone.open({ number: '02100', secret: '', pbx: calls.link.asterisk.sipPort, address })
  })
  after(async () => {
    provider.close()
    await calls.stop()
  })

  test('without one, no call leaves: neither by hand nor by a forward that a rule allows', async () => {
    assert.equal(await calls.caller.call('0912000').answered, 404)
    await cli('forward-rules', 'allow', '09')
    const [first] = await calls.extensions({ Busy: '0912000' })
    first.phone.manner = 'busy'
    assert.equal(await calls.caller.call(first.number).answered, 486)
    await calls.logged(`forward of ${first.number} (busy) to 0912000 refused: no trunk`)
    await cli('forward-rules', 'remove', '09')
  })

  test('an extension calls out, and the PBX signs in with the password of the trunk', async () => {
    const file = join(calls.link.client.server.data, 'trunk-password')
    await writeFile(file, `${password}\n`)
    const to = ['--host', address, '--port', String(provider.port), '--username', 'acme', '--password-file', file]
    await cli('trunk', 'set', 'provider', ...to)
    provider.manner = 'challenge'
    const call = calls.caller.call('+98912000')
    assert.equal(await call.answered, 200)
    const [invite] = provider.invites
    assert.match(invite?.first ?? '', /^INVITE sip:\+98912000@127\.0\.0\.3:/)
    const authorization = invite?.headers.get('authorization') ?? ''
    const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(authorization)?.[1] ?? ''
    const [own, asked] = [md5(`acme:provider:${password}`), md5(`INVITE:${part('uri')}`)]
    assert.equal(part('username'), 'acme')
    assert.equal(part('response'), md5(`${own}:n0nce:${asked}`))
    provider.manner = 'answer'
    await calls.hearBoth(provider, call)
  })

  test('a trunk that is made, moved or removed is so on the PBX at once', async () => {
    const check = () => cli('pbx', 'check', ...pbxOptions(calls.link.asterisk)).catch(({ stdout }) => String(stdout))
    const contact = async () =>
      /Contact: +(\S+)/g.exec((await calls.link.asterisk.cli('pjsip show aor other')).replace(/Contact: +</, ''))?.[1]
    for (const host of ['127.0.0.9', '127.0.0.8']) {
      await cli('trunk', 'set', 'other', '--host', host, '--port', '5099', '--place', '200')
      assert.equal(await contact(), `other/sip:${host}:5099`)
      assert.equal(await check(), 'the PBX is as the book says\n')
    }
    await cli('trunk', 'remove', 'other')
    assert.equal(await contact(), undefined)
    assert.equal(await check(), 'the PBX is as the book says\n')
  })

  test('neither the list nor the history shows the password, and no file of the configuration has it', async () => {
    assert.match(await cli('trunk', 'list'), /provider +127\.0\.0\.3:\d+ +acme +set/)
    for (const shown of [await cli('trunk', 'list', '--json'), await cli('changes', 'list', '--json')]) {
      assert.ok(!shown.includes(password))
    }
    const etc = join(calls.link.asterisk.dir, 'etc')
    for (const name of await readdir(etc))
      assert.ok(!(await readFile(join(etc, name), 'utf8')).includes(password), name)
  })

  test('a number that a rule denies is called by nobody', async () => {
    await cli('forward-rules', 'deny', '0900')
    await cli('forward-rules', 'allow', '090012')
    const before = provider.invites.length
    for (const [number, status] of [
      ['0900555', 403],
      ['09001', 403],
      ['0900123', 200],
      ['0911', 200],
    ] as const) {
      const call = calls.caller.call(number)
      assert.equal(await call.answered, status, number)
      if (status === 200) await call.hangUp()
      const [path] = JSON.parse(await cli('trace', number, '--json')).paths as { end: string }[]
      assert.equal(path?.end, status === 200 ? 'outside' : 'forbidden', number)
    }
    assert.equal(provider.invites.length, before + 2)
    await calls.logged(`call of ${calls.caller.number} to 0900555 refused: deny 0900`)
  })

  test('a forward goes out only where a rule allows it, and the log names the rule', async () => {
    const [first] = await calls.extensions({ Busy: '0900555', UnAvailable: '0900123', 'No Answer': '0777' })
    const before = provider.invites.length
    first.phone.manner = 'busy'
    assert.equal(await calls.caller.call(first.number).answered, 486)
    await calls.logged(`forward of ${first.number} (busy) to 0900555 refused: deny 0900`)
    first.phone.manner = 'ring'
    assert.equal(await calls.caller.call(first.number).answered, 480)
    await calls.logged(`forward of ${first.number} (no_answer) to 0777 refused: no rule`)
    assert.equal(provider.invites.length, before)

    await first.phone.register({ expires: 0 })
    const call = calls.caller.call(first.number)
    assert.equal(await call.answered, 200)
    assert.ok(call.statuses.includes(181))
    await calls.logged(`forward of ${first.number} (unavailable) to 0900123 outside: allow 090012`)
    const invite = provider.invites.at(-1)
    assert.match(invite?.first ?? '', /^INVITE sip:0900123@/)
    assert.match(invite?.headers.get('diversion') ?? '', new RegExp(`<sip:${first.number}@.*reason=unavailable`))
    await calls.hearBoth(provider, call)
  })

  test('a removed rule is none from the next call on, and undo brings it back', async () => {
    const [first] = await calls.extensions({ UnAvailable: '0900123' })
    await first.phone.register({ expires: 0 })
    const status = async () => {
      const call = calls.caller.call(first.number)
      const answered = await call.answered
      if (answered === 200) await call.hangUp()
      return answered
    }
    assert.equal(await status(), 200)
    await cli('forward-rules', 'remove', '090012')
    assert.equal(await status(), 480)
    const [last] = JSON.parse(await cli('changes', 'list', '--json')) as { number: number }[]
    await cli('changes', 'undo', String(last?.number))
    assert.equal(await status(), 200)
  })

  test('the answer of the provider goes back to the caller', async () => {
    provider.manner = 'busy'
    assert.equal(await calls.caller.call('0911').answered, 486)
    provider.manner = 'answer'
  })

  test('a call that comes in by the trunk reaches extensions, and nobody outside', async () => {
    const before = provider.invites.length
    const call = provider.call(calls.caller.number)
    assert.equal(await call.answered, 200)
    await call.hangUp()
    assert.equal(await provider.call('0911').answered, 404)
    assert.equal(await provider.call('+98912').answered, 404)
    assert.equal(await provider.call('*43').answered, 404)
    assert.equal(provider.invites.length, before)
  })

  test('a removed trunk is closed at once, in and out', async () => {
    await cli('trunk', 'remove', 'provider')
    assert.equal(await provider.call(calls.caller.number).answered, 401)
    assert.equal(await calls.caller.call('0911').answered, 404)
  })

  test('Asterisk prints no error, and no password', () => {
    const output = calls.link.asterisk.output()
    assert.doesNotMatch(output, /ERROR/)
    assert.ok(!output.includes(password))
  })
})
