import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { unique } from '../acceptance/support/simotel.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { pbxIs, pbxOptions } from './support/connected.ts'
import { type Extension, type Link, startLink } from './support/link.ts'

const lacksSipvicious: string | false =
  spawnSync('svwar', ['--version']).error !== undefined && 'NO SIPVICIOUS HERE: apt-get install sipvicious'
const attemptsAllowed = 10

/** Seconds that a program of sipvicious attacks at most. All of them together take some 60 s. */
const attackSeconds = 45

// A skipped suite counts as no test. This test is there to be counted as skipped.
test('there is a sipvicious to attack with', { skip: lacksSipvicious }, () => {})

describe('an attack on the SIP port', { skip: noAsterisk || lacksSipvicious }, () => {
  let link: Link
  let folder: string
  let victim: Extension
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialbook-attack-'))
    link = await startLink((asterisk) => [
      ...pbxOptions(asterisk),
      ...['--pbx-bad-sign-ins', String(attemptsAllowed), '--pbx-bad-sign-ins-within', '3600'],
    ])
    await pbxIs(link.client.server, 'connected')
    victim = await link.add({ number: '3001', secret: unique('Sip-Secret-') })
    await link.add({ number: '3002', active: 'no' })
  })
  after(async () => {
    await link.stop()
    await rm(folder, { recursive: true, force: true })
  })

  /** Runs a program of sipvicious against the PBX, from 127.0.0.1, and returns what it printed. */
  function attack(program: string, args: readonly string[]): Promise<string> {
    const target = ['-p', String(link.asterisk.sipPort), ...args, '127.0.0.1']
    const options = { cwd: folder, timeout: attackSeconds * 1000, killSignal: 'SIGKILL' } as const
    return new Promise((ended) => {
      execFile(program, target, options, (_error, stdout, stderr) => ended(stdout + stderr))
    })
  }

  const blocked = async (): Promise<string[]> => {
    const { blocks } = JSON.parse(await link.client.server.cli('block', 'list', '--json'))
    return blocks.map(({ address, dialect }: { address: string; dialect: string }) => `${dialect} ${address}`)
  }

  for (const method of ['REGISTER', 'INVITE', 'OPTIONS']) {
    test(`${method}: an extension that exists answers like one that does not, and like one that is off`, async () => {
      const [exists, isOff, missing] = [
        await answerTo(method, '3001', link.asterisk.sipPort, '127.0.0.21'),
        await answerTo(method, '3002', link.asterisk.sipPort, '127.0.0.22'),
        await answerTo(method, '3999', link.asterisk.sipPort, '127.0.0.23'),
      ]
      assert.equal(missing, exists)
      assert.equal(isOff, exists)
    })
  }

  for (const method of ['REGISTER', 'INVITE', 'OPTIONS']) {
    test(`svwar finds no extension by ${method}`, async () => {
      assert.match(await attack('svwar', ['-m', method, '-e', '2990-3010', '--force']), /found nothing/)
    })
  }

  test('svcrack cracks nothing, and is blocked; everybody else goes on', async () => {
    const words = Array.from({ length: 5000 }, (_, index) => `word${index}`)
    // Without a block svcrack comes to this word after some 17 s.
    words[2000] = victim.secret
    await writeFile(join(folder, 'words.txt'), `${words.join('\n')}\n`)
    const other = await link.registered({}, { address: '127.0.0.41' })
    const attacking = attack('svcrack', ['-u', '3001', '-d', 'words.txt'])
    try {
      await eventually('the cracker is blocked', async () => (await blocked()).includes('sip 127.0.0.1'))
      assert.equal(await other.phone.register(), 200)
    } finally {
      // The attack ends in any case: the tests after this one are not attacked.
      assert.doesNotMatch(await attacking, new RegExp(victim.secret))
    }
  })

  test('the right secret opens nothing to a blocked number at its address, until the block is lifted', async () => {
    const phone = await link.phone(victim, { address: '127.0.0.33' })
    const guesser = await link.phone({ ...victim, secret: 'wrong' }, { address: '127.0.0.33' })
    for (let attempt = 0; attempt <= attemptsAllowed; attempt++) assert.equal(await guesser.register(), 401)
    await eventually('it is blocked', async () => (await blocked()).includes(`sip ${victim.number}@127.0.0.33`))
    assert.equal(await phone.register(), 401)
    await link.client.server.cli('block', 'lift', `${victim.number}@127.0.0.33`)
    assert.equal(await phone.register(), 200)
  })

  test('a block outlives both the server and Asterisk', async () => {
    const phone = await link.phone(victim, { address: '127.0.0.34' })
    const guesser = await link.phone({ ...victim, secret: 'wrong' }, { address: '127.0.0.34' })
    for (let attempt = 0; attempt <= attemptsAllowed; attempt++) await guesser.register()
    await eventually('it is blocked', async () => (await blocked()).includes(`sip ${victim.number}@127.0.0.34`))
    await link.asterisk.kill()
    await link.restartServer(async () => {
      await link.asterisk.start()
      assert.equal(await phone.register(), 401)
    })
    assert.equal(await phone.register(), 401)
    await link.client.server.cli('block', 'lift', `${victim.number}@127.0.0.34`)
    assert.equal(await phone.register(), 200)
  })
})

/** The answer to a request without credentials, without the parts that differ each time. */
async function answerTo(method: string, number: string, port: number, from: string): Promise<string> {
  const socket = createSocket('udp4').bind(0, from)
  await once(socket, 'listening')
  const own = `${from}:${socket.address().port}`
  const uri = method === 'REGISTER' ? '127.0.0.1' : `${number}@127.0.0.1`
  const lines = [
    `${method} sip:${uri}:${port} SIP/2.0`,
    `Via: SIP/2.0/UDP ${own};branch=z9hG4bK1;rport`,
    'Max-Forwards: 70',
    `From: <sip:${number}@127.0.0.1>;tag=1`,
    `To: <sip:${number}@127.0.0.1>`,
    `Call-ID: 1@${own}`,
    `CSeq: 1 ${method}`,
    `Contact: <sip:${number}@${own}>`,
    'Content-Length: 0',
  ]
  try {
    const ask = () => socket.send(`${lines.join('\r\n')}\r\n\r\n`, port, '127.0.0.1')
    const repeating = setInterval(ask, 500)
    ask()
    const answered = once(socket, 'message', { signal: AbortSignal.timeout(30_000) }) as Promise<[Buffer]>
    const [answer] = await answered.finally(() => clearInterval(repeating))
    return String(answer)
      .replaceAll(own, 'OWN')
      .replace(/rport=\d+;received=[\d.]+/, 'rport;received')
      .replaceAll(number, 'NUMBER')
      .replace(/nonce="[^"]*"/, 'nonce')
      .replace(/opaque="[^"]*"/, 'opaque')
      .replace(/;tag=[\w-]{5,}/, ';tag=')
  } finally {
    socket.close()
  }
}
