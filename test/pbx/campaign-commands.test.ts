import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { complaintsOf, eventually, noAsterisk } from './support/asterisk.ts'
import { type CampaignPbx, startCampaignPbx } from './support/campaign-calls.ts'

type Counts = Readonly<Record<string, number>>

interface Report {
  readonly run: number
  readonly counts: Counts
  readonly targets: readonly {
    readonly id: number
    readonly number: string
    readonly reason: string
    readonly tries: readonly { readonly outcome: string; readonly callId: string }[]
  }[]
  readonly next: number | null
}

/** The counts of a run that add up to its size. */
const parts = ['answered', 'busy', 'no-answer', 'failed', 'lost', 'skipped', 'repeated', 'calling', 'waiting', 'left']

describe('a group is called by the command line, on a real Asterisk', { skip: noAsterisk }, () => {
  let pbx: CampaignPbx
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dialbook-campaign-'))
    pbx = await startCampaignPbx()
    await cli('account', 'set', 'acme', '--country', 'IR')
    await cli('trunk-manager', 'add', 'day', '--trunk', 'cisco', '--capacity', '5', '--interval', '0')
  })
  after(async () => {
    await pbx?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const cli = (...args: string[]): Promise<string> => pbx.link.client.server.cli(...args)
  const json = async <T>(...args: string[]): Promise<T> => JSON.parse(await cli(...args, '--json')) as T
  const importGroup = async (name: string, numbers: readonly string[]) => {
    const file = join(folder, `${name}.csv`)
    await writeFile(file, numbers.join('\n'))
    await cli('import', file, '--group', name, '--create')
  }
  const completed = (name: string) =>
    eventually(`${name} is over`, async () => {
      const { campaign } = await json<{ campaign: { state: string } }>('campaign', 'show', name)
      return campaign.state === 'completed'
    })

  test('each number has one reason, and the counts add up', async () => {
    await cli('optout', 'add', '+989121000040')
    // The last digit says what becomes of the call: answer, busy, decline, and the one that has opted out.
    await importGroup('customers', ['09121000010', '09121000011', '09121000013', '09121000040'])
    await cli('campaign', 'add', 'first', '--trunk-manager', 'day', '--group', 'customers', '--longest', '1')
    await cli('campaign', 'start', 'first')
    await completed('first')
    const { counts, targets, next } = await json<Report>('campaign', 'report', 'first')
    assert.deepEqual(
      targets.map(({ number, reason, tries }) => [number, reason, tries.length]),
      [
        ['09121000010', 'answered', 1],
        ['09121000011', 'busy', 1],
        ['09121000013', 'failed', 1],
        ['09121000040', 'opted_out', 0],
      ],
    )
    assert.equal(next, null)
    assert.equal(
      parts.reduce((sum, part) => sum + (counts[part] ?? 0), 0),
      counts.size,
    )
    const table = await cli('campaign', 'report', 'first')
    assert.match(table, /^run 1 of 4 numbers: 1 answered, 1 busy, 1 failed, 1 skipped\n/)
    assert.match(table, /^ *\d+ +09121000040 +opted out +0 /m)
    const { calls } = await json<{ calls: { originateId: string }[] }>('calls', 'list')
    const ids = targets.flatMap(({ tries }) => tries.map(({ callId }) => callId))
    assert.deepEqual(calls.map(({ originateId }) => originateId).sort(), ids.sort())
  })

  test('the report is a page at a time, and by outcome and number, or a whole file', async () => {
    const report = (...options: string[]) => json<Report>('campaign', 'report', 'first', ...options)
    const numbers = ({ targets }: Report) => targets.map(({ number }) => number.slice(-2))
    const page = await report('--limit', '2')
    assert.deepEqual(numbers(page), ['10', '11'])
    assert.deepEqual(numbers(await report('--limit', '2', '--after', String(page.next))), ['13', '40'])
    assert.deepEqual(numbers(await report('--outcome', 'busy')), ['11'])
    assert.deepEqual(numbers(await report('--number', '+98 912 100 0013')), ['13'])
    const out = join(folder, 'report.csv')
    assert.match(await cli('campaign', 'report', 'first', '--out', out), /^4 numbers are in .*report\.csv; run 1 of 4/)
    const [titles, ...rows] = (await readFile(out, 'utf8'))
      .replace(/^\ufeff/, '')
      .trim()
      .split(/\r?\n/)
    assert.match(titles ?? '', /^id.number.run.reason.not_called_again.tries/)
    assert.equal(rows.length, 4)
    assert.match(rows[1] ?? '', /09121000011.*busy.*busy 17/)
    await assert.rejects(cli('campaign', 'report', 'first', '--out', out), /is there already/)
    const printed = JSON.parse(await cli('campaign', 'report', 'first', '--format', 'json')) as { reason: string }[]
    assert.deepEqual(
      printed.map(({ reason }) => reason),
      ['answered', 'busy', 'failed', 'opted_out'],
    )
  })

  test('it runs again, and each run has its own report', async () => {
    await cli('campaign', 'repeat', 'first')
    await completed('first')
    assert.equal((await json<Report>('campaign', 'report', 'first')).run, 2)
    const first = await json<Report>('campaign', 'report', 'first', '--run', '1')
    assert.deepEqual([first.run, first.targets.length], [1, 4])
    const { runs } = await json<{ runs: { counts: Counts }[] }>('campaign', 'show', 'first')
    assert.deepEqual(
      runs.map(({ counts }) => counts.answered),
      [1, 1],
    )
  })

  test('why tells what campaigns did with a number', async () => {
    const busy = await cli('why', '0912 100 0011')
    assert.match(busy, /^campaign 1 "first" run 2: busy, 1 call, the last at 20.*\ncampaign 1 "first" run 1: busy/m)
    assert.match(await cli('why', '09121000040'), /^campaign 1 "first" run 1: opted out, at 20/m)
    const { campaigns } = await json<{ campaigns: { name: string; run: number; reason: string }[] }>(
      'why',
      '09121000010',
    )
    assert.deepEqual(
      campaigns.map(({ name, run, reason }) => [name, run, reason]),
      [
        ['first', 2, 'answered'],
        ['first', 1, 'answered'],
      ],
    )
  })

  test('no more calls at once than the trunk manager lets; its state is seen meanwhile', async () => {
    await cli('trunk-manager', 'set', 'day', '--capacity', '2')
    // Numbers that ring, and that nobody answers.
    await importGroup('many', ['09121000102', '09121000112', '09121000122', '09121000132', '09121000142'])
    await cli('campaign', 'add', 'second', '--trunk-manager', 'day', '--group', 'many', '--ring-time', '100')
    await cli('campaign', 'start', 'second')
    const day = async () =>
      (await json<{ trunkManagers: { calls: number; toCall: number }[] }>('dialer', 'status')).trunkManagers[0]
    await eventually('two calls go on', async () => (await day())?.calls === 2)
    assert.equal((await day())?.toCall, 3)
    const [row] = await pbx.link.client.data<Readonly<Record<string, unknown>>[]>('autodialer/trunks/search', {
      alike: true,
    })
    assert.deepEqual([row?.current_capacity, row?.current_wait_cache_length], [2, 3])
    assert.match(await cli('dialer', 'status'), /^day +cisco +2 +2 +3 +calls$/m)
    await cli('campaign', 'stop', 'second')
    await eventually('its calls are ended', async () => (await day())?.calls === 0)
    const { counts } = await json<Report>('campaign', 'report', 'second')
    assert.deepEqual([counts.tries, counts.left, counts.answered], [2, 3, 0])
    await eventually('no channel is left', async () => (await pbx.channels()) === 0)
    assert.deepEqual(complaintsOf(pbx.link.asterisk), [])
  })
})
