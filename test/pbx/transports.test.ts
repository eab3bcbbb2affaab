import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { translatesOpus } from '../../src/pbx/translates-opus.ts'
import { freePort } from '../free-port.ts'
import { asteriskFolder, complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import { type Baresip, lacksBaresip, startBaresip } from './support/baresip.ts'
import { type Extension, type Link, startLink } from './support/link.ts'
import { overTcp, overTls, overUdp6, overWebSocket, registerBy, type Way } from './support/stream-agent.ts'

describe('the ways in which phones reach the PBX', { skip: noAsterisk }, () => {
  let link: Link
  let folder: string
  let tlsPort: number
  let wssPort: number
  let ca: Buffer
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialbook-ways-'))
    tlsPort = await freePort()
    wssPort = await freePort()
    link = await startLink(undefined, [
      ...['--sip-transports', 'udp,tcp,tls,wss', '--sip-bind', '127.0.0.1,::1'],
      ...['--sip-tls-port', String(tlsPort), '--sip-wss-port', String(wssPort)],
    ])
    ca = await readFile(join(link.asterisk.dir, 'tls/certificate.pem'))
  })
  after(async () => {
    await link.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const ways: readonly [string, () => Promise<Way>][] = [
    ['UDP over IPv6', () => overUdp6(link.asterisk.sipPort)],
    ['TCP', () => overTcp('127.0.0.1', link.asterisk.sipPort)],
    ['TCP over IPv6', () => overTcp('::1', link.asterisk.sipPort)],
    ['TLS, with the certificate that pbx config has made', () => overTls(tlsPort, ca)],
    ['a secure WebSocket', () => overWebSocket(wssPort, ca)],
  ]
  for (const [name, open] of ways) {
    test(`a phone registers by ${name}, and with the right secret only`, async () => {
      const extension = await link.add()
      const way = await open()
      try {
        assert.equal(await registerBy(way, { ...extension, secret: 'wrong' }), 401)
        assert.equal(await registerBy(way, extension), 200)
      } finally {
        way.close()
      }
    })
  }

  test('the port of the WebSocket leads to no ARI', async () => {
    const { asterisk } = link
    await asterisk.cli('http show status').then((shown) => assert.match(shown, /Path: \/ari[\s\S]*deny - 0\.0\.0\.0/))
  })

  const call = async (caller: readonly [Extension, string], callee: readonly [Extension, string]): Promise<void> => {
    const running: Baresip[] = []
    const start = async ([extension, account]: readonly [Extension, string], tls: boolean, args: string[] = []) => {
      const own = await mkdtemp(join(folder, 'baresip-'))
      await mkdir(own, { recursive: true })
      const program = await startBaresip(own, extension, {
        ...(tls ? { transport: 'tls', port: tlsPort } : { transport: 'tcp', port: link.asterisk.sipPort }),
        ...{ account, args, ca: join(link.asterisk.dir, 'tls/certificate.pem') },
      })
      running.push(program)
      return program
    }
    try {
      const called = await start([callee[0], `answermode=auto;${callee[1]}`], true)
      await eventually('the callee has registered', () => /200 OK/.test(called.output()))
      await start(caller, false, ['-e', `/dial ${callee[0].number}`])
      await eventually('sound both ways', async () => {
        const shown = await link.asterisk.cli('pjsip show channelstats')
        const counts = [...shown.matchAll(/\d+-\d+\s+\S+\s+ulaw\s+(\d+)/g)].map(([, received]) => Number(received))
        return counts.length === 2 && counts.every((count) => count > 25)
      }).catch((error) => {
        throw new Error(`${error.message}\n${running.map((each) => each.output()).join('\n')}`)
      })
    } finally {
      await Promise.all(running.map((each) => each.stop()))
    }
  }

  test('a call by TCP to a phone at TLS, encrypted there (SRTP), with sound both ways', {
    skip: lacksBaresip,
  }, async () => {
    const [caller, callee] = [await link.add(), await link.add({ more_options: 'media_encryption=sdes' })]
    await call([caller, ''], [callee, 'mediaenc=srtp-mand'])
  })

  test('a phone that encrypts gets no call in the clear', { skip: lacksBaresip }, async () => {
    const extension = await link.add({ more_options: 'encryption=yes' })
    const shown = await link.asterisk.cli(`pjsip show endpoint ${extension.number}`)
    assert.match(shown, /media_encryption\s+: sdes/)
  })

  test('a browser is offered opus where that is translated, by DTLS and ICE', async () => {
    const extension = await link.add({ more_options: 'webrtc=yes' })
    const shown = await link.asterisk.cli(`pjsip show endpoint ${extension.number}`)
    for (const line of [
      /webrtc\s+: yes/,
      translatesOpus(asteriskFolder) ? /allow\s+: \(opus\|ulaw/ : /allow\s+: \(ulaw/,
      /media_encryption\s+: dtls/,
      /ice_support\s+: true/,
    ]) {
      assert.match(shown, line)
    }
  })

  test('Asterisk complains of nothing', () => assert.deepEqual(complaintsOf(link.asterisk), []))
})

test('a PBX behind NAT tells strangers its outer address, and its neighbours its own', {
  skip: noAsterisk,
}, async () => {
  const link = await startLink(undefined, [
    ...['--sip-external-address', '203.0.113.7', '--sip-local-networks', '127.0.0.0/29'],
  ])
  try {
    const [near, far, callee] = [
      await link.registered({}, { address: '127.0.0.2' }),
      await link.registered({}, { address: '127.0.0.9' }),
      await link.registered(),
    ]
    const addressFor = async ({ phone }: typeof near) => {
      const call = phone.call(callee.extension.number)
      assert.equal(await call.answered, 200)
      const address = /^c=IN IP4 (\S+)/m.exec(call.sdp)?.[1]
      await call.hangUp()
      return address
    }
    assert.deepEqual([await addressFor(near), await addressFor(far)], ['127.0.0.1', '203.0.113.7'])
  } finally {
    await link.stop()
  }
})
