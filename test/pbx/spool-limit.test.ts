import assert from 'node:assert/strict'
import { appendFile, readFile, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { pbxIs, startConnected } from './support/connected.ts'
import type { Link } from './support/link.ts'

interface Shown {
  readonly disposition: string
  readonly doubts: readonly string[]
}

describe('a spool that takes no more calls, on a real Asterisk', { skip: noAsterisk }, () => {
  let link: Link
  let spool: string
  before(async () => {
    link = await startConnected()
    spool = join(link.asterisk.dir, 'log/cel-custom/calls.csv')
  })
  after(() => link.stop())
  const pair = async () => [await link.registered(), await link.registered()] as const
  const talk = async ([one, other]: Awaited<ReturnType<typeof pair>>) => {
    const call = one.phone.call(other.extension.number)
    assert.equal(await call.answered, 200)
    await eventually('both hear each other', () => one.phone.heard > 5 && other.phone.heard > 5)
    await call.hangUp()
  }
  const callsOf = async ([one]: Awaited<ReturnType<typeof pair>>, count: number): Promise<Shown[]> => {
    let calls: Shown[] = []
    await eventually(`${count} calls`, async () => {
      const text = await link.client.server.cli('calls', 'list', '--json', '--extension', one.extension.number)
      calls = JSON.parse(text).calls
      return calls.length === count
    })
    return calls
  }

  test('at its limit calls go on, nothing of them is written, and the log says how much', async () => {
    await link.asterisk.configure('--pbx-spool-limit', '1')
    await link.asterisk.cli('module reload cel_custom.so')
    const phones = await pair()
    await talk(phones)
    await callsOf(phones, 1)
    await link.restartServer(async () => {
      await appendFile(spool, `${'x'.repeat(99)}\n`.repeat(10_000))
      await talk(phones)
      // Asterisk writes the last lines of a call a little after its end.
      await eventually('the lines are left empty', async () => /\n(,{11}\n){10,}$/.test(await readFile(spool, 'utf8')))
    })
    await pbxIs(link.client.server, 'connected')
    const { server } = link.client
    await eventually('the log tells', () => /the spool of calls was full/.test(server.stdout() + server.stderr()))
    await callsOf(phones, 1)
    await link.asterisk.configure()
    await link.asterisk.cli('module reload cel_custom.so')
    await talk(phones)
    assert.deepEqual((await callsOf(phones, 2))[1]?.doubts, [])
  })

  test('on a full disk calls go on, and are in the ledger again once there is room', async () => {
    const phones = await pair()
    await rename(spool, spool.replace(/csv$/, `${Date.now()}.csv`))
    await symlink('/dev/full', spool)
    await talk(phones)
    await rm(spool)
    await talk(phones)
    assert.deepEqual(
      (await callsOf(phones, 1)).map(({ disposition, doubts }) => [disposition, doubts]),
      [['ANSWERED', []]],
    )
  })
})
