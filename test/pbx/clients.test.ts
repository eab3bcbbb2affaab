import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { lacksBaresip, startBaresip } from './support/baresip.ts'
import { type Link, startLink } from './support/link.ts'

const scenario = `<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="register">
  <send retrans="500"><![CDATA[
REGISTER sip:[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:[field0]@[remote_ip]>;tag=[call_number]
To: <sip:[field0]@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 REGISTER
Contact: <sip:[field0]@[local_ip]:[local_port]>
Max-Forwards: 70
Expires: 60
Content-Length: 0

]]></send>
  <recv response="401" auth="true"/>
  <send retrans="500"><![CDATA[
REGISTER sip:[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:[field0]@[remote_ip]>;tag=[call_number]
To: <sip:[field0]@[remote_ip]>
Call-ID: [call_id]
CSeq: 2 REGISTER
Contact: <sip:[field0]@[local_ip]:[local_port]>
[field1]
Max-Forwards: 70
Expires: 60
Content-Length: 0

]]></send>
  <recv response="200"/>
</scenario>
`

function lacks(program: string): string | false {
  try {
    execFileSync('which', [program])
    return false
  } catch {
    return `${program} is missing: apt-get install ${program === 'sipp' ? 'sip-tester' : program}`
  }
}

describe('SIP programs that others have written', { skip: noAsterisk }, () => {
  let link: Link
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialbook-sip-'))
    link = await startLink()
  })
  after(async () => {
    await link.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('sipp registers with the right secret, and not with a wrong one', { skip: lacks('sipp') }, async () => {
    const extension = await link.add()
    await writeFile(join(folder, 'register.xml'), scenario)
    const sipp = async (secret: string) => {
      // The field has the whole authentication: SIPp fills in no field within one.
      const field = `[authentication username=${extension.number} password=${secret}]`
      await writeFile(join(folder, 'users.csv'), `SEQUENTIAL\n${extension.number};${field}\n`)
      return new Promise<number | string>((ended) => {
        const child = execFile(
          'sipp',
          [
            ...[
              `127.0.0.1:${link.asterisk.sipPort}`,
              '-sf',
              'register.xml',
              '-inf',
              'users.csv',
              '-m',
              '1',
              '-nostdin',
            ],
            ...['-i', '127.0.0.1', '-timeout', '60s'],
          ],
          { cwd: folder },
          () => ended(child.exitCode ?? String(child.signalCode)),
        )
      })
    }
    assert.equal(await sipp(extension.secret), 0)
    assert.equal(await sipp('wrong'), 1)
  })

  test('baresip registers, calls, and is heard', { skip: lacksBaresip }, async () => {
    const [caller, callee] = [await link.add(), await link.registered()]
    const { sipPort: port } = link.asterisk
    const program = await startBaresip(folder, caller, {
      ...{ transport: 'udp', port },
      args: ['-e', `/dial ${callee.extension.number}`],
    })
    try {
      const call = await callee.phone.nextCall()
      assert.equal(await call.answered, 200)
      await eventually('sound from baresip', () => callee.phone.heard > 50).catch((error) => {
        throw new Error(`${error.message}\n${program.output()}`)
      })
      await call.hangUp()
      // baresip also calls without having registered: either of the two answers may come first.
      await eventually('baresip has registered', () => /200 OK/.test(program.output()))
    } finally {
      await program.stop()
    }
  })
})
