import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { noAsterisk } from './support/asterisk.ts'
import { type Link, startLink } from './support/link.ts'

describe('the sockets of Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  before(async () => {
    link = await startLink()
  })
  after(() => link.stop())

  test('are on loopback, also during a call', async () => {
    const [caller, callee] = [await link.registered(), await link.registered()]
    const call = caller.phone.call(callee.extension.number)
    assert.equal(await call.answered, 200)
    const sockets = execFileSync('ss', ['-Hlnptu'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(`pid=${link.asterisk.pid},`))
      .map((line) => line.trim().split(/\s+/))
      .map(([protocol, , , , local = '']) => `${protocol} ${local}`)
    const { sipPort, ariPort, amiPort } = link.asterisk
    for (const each of [`udp 127.0.0.1:${sipPort}`, `tcp 127.0.0.1:${ariPort}`, `tcp 127.0.0.1:${amiPort}`]) {
      assert.ok(sockets.includes(each), `${each} is not among ${sockets}`)
    }
    // PJSIP asks the name servers from two sockets of its own, IPv4 and IPv6, at ports that the system chooses.
    const beyond = sockets.filter((each) => !each.includes(' 127.0.0.1:'))
    assert.ok(beyond.length <= 2 && beyond.every((each) => /^udp (0\.0\.0\.0|\[::\]):/.test(each)), String(sockets))
    assert.ok(sockets.length - beyond.length >= 3 + 4, `no sockets of the call among ${sockets}`)
    await call.hangUp()
  })
})
