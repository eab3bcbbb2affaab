import assert from 'node:assert/strict'
import { readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { addAccount, failed } from '../acceptance/support/simotel.ts'
import { wavOf } from '../acceptance/support/wav.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { startConnected } from './support/connected.ts'
import type { Link } from './support/link.ts'
import type { Call, Phone } from './support/phone.ts'
import { channelsOf, hasTone } from './support/tone.ts'

interface Shown {
  readonly file: string
  readonly extension: string
  readonly other: string
  readonly bytes: number
  readonly sha256: string
}

describe('calls that are recorded, on a real Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  before(async () => {
    link = await startConnected()
  })
  after(() => link.stop())
  const cli = (...args: string[]) => link.client.server.cli(...args)
  const listed = async (extension: string): Promise<Shown[]> =>
    JSON.parse(await cli('recordings', 'list', '--extension', extension, '--account', 'acme', '--json')).recordings
  const untilListed = async (extension: string, count = 1): Promise<Shown> => {
    await eventually(`${count} recordings of ${extension}`, async () => (await listed(extension)).length === count)
    return (await listed(extension))[0] as Shown
  }
  const folder = () => join(link.client.server.data, 'recordings')
  const download = (file: unknown, by = link.client) => by.call('reports/audio/download', { file })

  /** Lets two phones hear the tones of each other for a second of sound. */
  const talk = async (caller: Phone, call: Call, callee: Phone) => {
    caller.tone = 440
    callee.tone = 1000
    assert.equal(await call.answered, 200)
    await eventually('each hears the tone of the other', () => {
      const haveTalked = [caller, callee].every(({ sound }) => sound.length > 12_000)
      return haveTalked && hears(caller, 1000) && hears(callee, 440)
    })
    await call.hangUp()
  }
  const hears = ({ sound }: Phone, frequency: number) => hasTone(frequency, sound)
  const soundOf = async ({ file }: Shown) => {
    const answer = await download(file)
    assert.equal(answer.status, 200)
    assert.equal(answer.headers['content-type'], 'audio/wav')
    return answer.bytes
  }

  test('have each side on its channel, are whole, and are for their account and owner only', async () => {
    const caller = await link.registered({ call_record: 'yes' })
    const callee = await link.registered()
    await talk(caller.phone, caller.phone.call(callee.extension.number), callee.phone)
    const shown = await untilListed(caller.extension.number)
    assert.match(shown.file, /^\d{8}_\d+\.\d+\.wav$/)
    assert.equal(shown.other, callee.extension.number)
    const wav = await soundOf(shown)
    assert.equal(wav.length, shown.bytes)
    const [left = [], right = []] = channelsOf(wav)
    assert.ok(left.length >= 6000 && Math.abs(left.length - right.length) < 2, `${left.length} samples`)
    assert.deepEqual([hasTone(440, left), hasTone(1000, left)], [true, false])
    assert.deepEqual([hasTone(440, right), hasTone(1000, right)], [false, true])

    const [account = ''] = (await readdir(folder())).filter((name) => name !== 'raw')
    const path = join(folder(), account, shown.file)
    assert.equal((await stat(path)).mode & 0o777, 0o600)
    for (const each of ['', 'raw', account]) assert.equal((await stat(join(folder(), each))).mode & 0o777, 0o700)
    assert.deepEqual(await readdir(join(folder(), 'raw')), [])
    const stranger = (await addAccount(link.client.server)).client
    for (const [file, by] of [
      [shown.file, stranger],
      ['20200101_1.1.wav', link.client],
      ['../../book.db', link.client],
    ] as const) {
      const answer = await download(file, by)
      assert.deepEqual([answer.status, JSON.parse(answer.text).message], [404, failed])
    }
    assert.equal((await download(shown.file.replace('.wav', '.mp3'))).status, 200)
    const out = join(link.client.server.data, 'copied')
    await cli('recordings', 'export', shown.file, '--out', out, '--account', 'acme')
    assert.equal((await stat(join(out, shown.file))).size, shown.bytes)
    assert.match(await cli('recordings', 'verify', '--account', 'acme'), /not whole: 0/)
    await truncate(path, 1000)
    await assert.rejects(cli('recordings', 'verify', '--account', 'acme'), /not whole: 1/)
    await assert.rejects(cli('recordings', 'export', shown.file, '--out', out, '--account', 'acme'), /not as it was/)
  })

  test('are those of a callee too, once where both sides are recorded, and none where neither is', async () => {
    const [plain, one, both] = [
      await link.registered(),
      await link.registered({ call_record: 'yes' }),
      await link.registered({ call_record: 'yes' }),
    ]
    await talk(plain.phone, plain.phone.call(one.extension.number), one.phone)
    const shown = await untilListed(one.extension.number)
    assert.equal(shown.other, plain.extension.number)
    await talk(both.phone, both.phone.call(one.extension.number), one.phone)
    await untilListed(both.extension.number)
    assert.equal((await listed(one.extension.number)).length, 1)
    await link.update(one.extension, { call_record: 'no' })
    await talk(plain.phone, plain.phone.call(one.extension.number), one.phone)
    assert.equal((await listed(one.extension.number)).length, 1)
    assert.deepEqual(await readdir(join(folder(), 'raw')), [])
  })

  test('that nobody answers leave nothing, and what is recorded while no dialbook runs comes in later', async () => {
    const caller = await link.registered({ call_record: 'yes' })
    const callee = await link.registered()
    callee.phone.manner = 'busy'
    assert.equal(await caller.phone.call(callee.extension.number).answered, 486)
    callee.phone.manner = 'answer'
    await link.restartServer(() => talk(caller.phone, caller.phone.call(callee.extension.number), callee.phone))
    await untilListed(caller.extension.number)
    await eventually('nothing is left', async () => (await readdir(join(folder(), 'raw'))).length === 0)
  })

  test('are announced to both sides, whoever of them is recorded, before they hear each other', async () => {
    const file = join(link.client.server.data, 'consent.wav')
    await writeFile(file, wavOf({ tone: 700, seconds: 3 }))
    await cli('sound', 'add', 'consent', file, '--account', 'acme')
    await link.asterisk.configure('--recording-consent', 'consent')
    await link.asterisk.cli('dialplan reload')
    const recorded = await link.registered({ call_record: 'yes' })
    const plain = await link.registered()
    const other = await link.registered()
    const provider = await link.phone({ ...other.extension, number: '021' }, { address: '127.0.0.23' })
    await cli(
      'trunk',
      'set',
      'provider',
      '--host',
      '127.0.0.23',
      '--port',
      String(provider.port),
      '--qualify',
      '0',
      '--account',
      'acme',
    )
    await cli(
      'route',
      'add',
      '02191001234',
      '--to',
      `${recorded.extension.number},${plain.extension.number}`,
      '--account',
      'acme',
    )
    await cli(
      'route',
      'add',
      '02191001235',
      '--to',
      `${recorded.extension.number}`,
      '--ring',
      'turn',
      '--account',
      'acme',
    )
    const ways: readonly [Phone, string, Phone][] = [
      [plain.phone, recorded.extension.number, recorded.phone],
      [recorded.phone, plain.extension.number, plain.phone],
      [recorded.phone, '09121112233', provider],
      [provider, '02191001234', recorded.phone],
      [provider, '02191001235', recorded.phone],
    ]
    plain.phone.manner = 'ring'
    for (const [index, [caller, number, callee]] of ways.entries()) {
      callee.manner = 'answer'
      caller.tone = 440
      callee.tone = 1000
      const call = caller.call(number)
      const taken = await callee.nextCall()
      await eventually(`both hear the announcement, ${number}`, () => hears(caller, 700) && hears(callee, 700))
      assert.deepEqual([hears(caller, 1000), hears(callee, 440)], [false, false])
      assert.equal(await call.answered, 200)
      await eventually('they hear each other', () => hears(caller, 1000) && hears(callee, 440))
      await taken.hangUp()
      await call.ended
      const shown = await untilListed(recorded.extension.number, index + 1)
      const [left = [], right = []] = channelsOf(await soundOf(shown))
      assert.deepEqual([hasTone(700, left), hasTone(700, right)], [false, false])
      callee.manner = 'ring'
    }
    // Between two whose calls are not recorded nothing is said.
    plain.phone.manner = 'answer'
    await talk(other.phone, other.phone.call(plain.extension.number), plain.phone)
    assert.equal(hears(other.phone, 700), false)
  })

  test('Asterisk prints no error', () => {
    assert.doesNotMatch(link.asterisk.output(), /ERROR|WARNING/)
  })
})
