import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { wavOf } from '../acceptance/support/wav.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { startConnected } from './support/connected.ts'
import type { Link } from './support/link.ts'
import { type Call, Phone } from './support/phone.ts'

interface Shown {
  readonly to: string
  readonly exit: string
  readonly route: string
  readonly recording: string
  readonly legs: readonly { readonly party: string; readonly trunk: string }[]
  readonly doubts: readonly string[]
}

const nobody = '127.0.0.62'
const providerAddress = '127.0.0.61'

describe('what the dialplan tells the ledger by facts of its own, on a real Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  let provider: Phone
  before(async () => {
    link = await startConnected()
    provider = await Phone.open({
      number: '09121112233',
      secret: '',
      pbx: link.asterisk.sipPort,
      address: providerAddress,
    })
    // The first in the order of the names takes no number of these tests, and the next one is not active.
    await cli('trunk', 'set', 'abroad', '--host', nobody, '--only', '00')
    await cli('trunk', 'set', 'absent', '--host', nobody, '--place', '1', '--inactive')
    const out = ['--host', providerAddress, '--port', String(provider.port), '--place', '2']
    await cli('trunk', 'set', 'provider', ...out, '--strip', '1', '--add', '98')
    const file = join(link.client.server.data, 'welcome.wav')
    await writeFile(file, wavOf({ rate: 8000, channels: 1, seconds: 1, tone: 700 }))
    await cli('sound', 'add', 'welcome', file)
  })
  after(async () => {
    provider.close()
    await link.stop()
  })
  const cli = (...args: string[]) => link.client.server.cli(...args)
  const callOf = async (number: string): Promise<Shown> => {
    let calls: Shown[] = []
    await eventually(`the call of ${number}`, async () => {
      calls = JSON.parse(await cli('calls', 'list', '--json', '--number', number)).calls
      return calls.length > 0
    })
    assert.equal(calls.length, 1)
    return calls[0] as Shown
  }
  const talk = async (call: Call, callee: Phone) => {
    assert.equal(await call.answered, 200)
    await eventually('the callee hears something', () => callee.heard > 5)
    await call.hangUp()
  }

  test('the number that goes out, by the trunk that took the call, and trace names the same trunk', async () => {
    const { extension, phone } = await link.registered()
    await talk(phone.call('09150000001'), provider)
    const shown = await callOf(extension.number)
    assert.deepEqual([shown.to, shown.exit, shown.doubts], ['09150000001', 'provider', []])
    assert.deepEqual(
      shown.legs.map(({ party, trunk }) => [party, trunk]),
      [
        [extension.number, ''],
        ['989150000001', 'provider'],
      ],
    )
    assert.match(provider.invites.at(-1)?.first ?? '', /^INVITE sip:989150000001@/)
    const { paths } = JSON.parse(await cli('trace', '09150000001', '--json'))
    assert.equal(paths[0].trunk, 'provider')
    assert.match(paths[0].why, /, at the trunk provider$/)
  })

  test('the way through the branches of a route', async () => {
    const { extension } = await link.registered()
    await cli('schedule', 'add', 'always', '--hours', 'sat-fri 00:00-24:00')
    const hours = ['--schedule', 'always', '--open', `announce:welcome>${extension.number}`]
    await cli('route', 'add', '02191000001', ...hours)
    await cli('route', 'add', '02191000002', '--to', extension.number)
    for (const [number, route] of [
      ['02191000001', 'schedule/open/announcement/then/extension'],
      ['02191000002', 'extension'],
    ] as const) {
      const call = provider.call(number)
      assert.equal(await call.answered, 200)
      await eventually('it rings there', async () =>
        (await link.asterisk.cli('core show channels')).includes(extension.number),
      )
      await call.hangUp()
      assert.equal((await callOf(number)).route, route)
    }
  })

  test('the recording', async () => {
    const { extension, phone } = await link.registered({ call_record: 'yes' })
    const callee = await link.registered()
    await talk(phone.call(callee.extension.number), callee.phone)
    const { recording } = await callOf(extension.number)
    const recordings = async () =>
      JSON.parse(await cli('recordings', 'list', '--extension', extension.number, '--json'))
    await eventually('the recording is kept', async () => (await recordings()).recordings.length === 1)
    assert.equal(recording, (await recordings()).recordings[0].file)
  })
})
