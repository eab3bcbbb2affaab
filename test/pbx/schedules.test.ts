import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { wavOf } from '../acceptance/support/wav.ts'
import { eventually, noAsterisk } from './support/asterisk.ts'
import { type Calls, type Party, startCalls } from './support/calls.ts'
import { Phone } from './support/phone.ts'
import { shareOf } from './support/tone.ts'

const address = '127.0.0.31'
const office = 'sat-wed 09:00-13:00,14:00-18:00; thu 09:00-13:00; tue 22:00-02:00'

/** The schedule, the local time with its distance from UTC, and whether it is open then. */
const cases: readonly (readonly [schedule: string, time: string, open: boolean])[] = [
  // 21 November 2026 is a Saturday.
  ['office', '2026-11-21T08:59:00+03:30', false],
  ['office', '2026-11-21T09:00:00+03:30', true],
  ['office', '2026-11-21T12:59:00+03:30', true],
  ['office', '2026-11-21T13:00:00+03:30', false],
  ['office', '2026-11-21T17:59:00+03:30', true],
  ['office', '2026-11-26T12:00:00+03:30', true],
  ['office', '2026-11-26T15:00:00+03:30', false],
  ['office', '2026-11-27T10:00:00+03:30', false],
  ['office', '2026-11-24T23:59:00+03:30', true],
  ['office', '2026-11-25T00:00:00+03:30', true],
  ['office', '2026-11-25T02:00:00+03:30', false],
  // Nouruz 1405 is Saturday, 21 March 2026; 2 Farvardin is named in the Gregorian calendar.
  ['office', '2026-03-21T10:00:00+03:30', false],
  ['office', '2026-03-22T10:00:00+03:30', false],
  ['office', '2026-03-23T10:00:00+03:30', true],
  // Berlin leaves summer time on 25 October 2026, and New York enters it on 8 March.
  ['berlin', '2026-10-24T00:00:00+02:00', true],
  ['berlin', '2026-10-23T23:59:00+02:00', false],
  ['berlin', '2026-10-25T09:00:00+01:00', true],
  ['berlin', '2026-10-25T09:00:00+02:00', false],
  ['new-york', '2026-03-08T09:00:00-04:00', true],
  ['new-york', '2026-03-08T08:30:00-04:00', false],
]

describe('schedules and announcements as targets of routes, on a real Asterisk', { skip: noAsterisk }, () => {
  let calls: Calls
  let provider: Phone
  let open: Party
  let closed: Party
  const cli = (...args: string[]) => calls.link.client.server.cli(...args)
  before(async () => {
    calls = await startCalls()
    const pbx = calls.link.asterisk.sipPort
    provider = await Phone.open({ number: '09121112233', secret: '', pbx, address })
    await cli('account', 'set', 'acme', '--country', 'IR')
    await cli('trunk', 'set', 'provider', '--host', address, '--port', String(provider.port))
    ;[open, closed] = await calls.extensions({}, {})
    const [holidays, zone] = ['--holidays', '--time-zone']
    await cli('schedule', 'add', 'office', '--hours', office, holidays, '1405-01-01,2026-03-22')
    await cli('schedule', 'add', 'berlin', '--hours', 'sat 00:00-24:00; sun 09:00-10:00', zone, 'Europe/Berlin')
    await cli('schedule', 'add', 'new-york', '--hours', 'sun 09:00-17:00', zone, 'America/New_York')
    for (const [at, name] of ['office', 'berlin', 'new-york'].entries()) {
      const [yes, no] = ['--open', '--closed']
      await cli('route', 'add', `0219100000${at}`, '--schedule', name, yes, open.number, no, closed.number)
    }
    for (const [name, tone] of [
      ['welcome', 700],
      ['bye', 1300],
    ] as const) {
      const file = join(calls.link.client.server.data, `${name}.wav`)
      await writeFile(file, wavOf({ rate: 44_100, channels: 2, seconds: 2, tone }))
      await cli('sound', 'add', name, file)
    }
    await calls.configure()
    await calls.link.asterisk.cli('core reload')
  })
  after(async () => {
    provider.close()
    await calls.stop()
  })
  const call = async (to: string): Promise<number> => {
    const made = provider.call(to)
    const status = await made.answered
    if (status === 200) await made.hangUp()
    return status
  }
  const numbers: Readonly<Record<string, string>> = { office: '0', berlin: '1', 'new-york': '2' }

  test('the dialplan and trace decide alike at every edge', async () => {
    const traced: string[] = []
    const rung: string[] = []
    for (const [schedule, time] of cases) {
      const number = `0219100000${numbers[schedule]}`
      const { paths } = JSON.parse(await cli('trace', number, '--from', '0912', '--at', time, '--json'))
      traced.push(paths[0].at)
      const shift = Math.ceil((Date.parse(time) - Date.now()) / 1000)
      await calls.link.asterisk.cli(`dialplan set global clock_shift ${shift}`)
      const before = open.phone.invites.length
      assert.equal(await call(number), 200, `${schedule} ${time}`)
      rung.push(open.phone.invites.length > before ? open.number : closed.number)
    }
    const wanted = cases.map(([, , isOpen]) => (isOpen ? open.number : closed.number))
    assert.deepEqual(traced, wanted)
    assert.deepEqual(rung, wanted)
  })

  test('an announcement is heard, and the call ends or goes on', async () => {
    await cli('route', 'add', '02191000010', '--announce', 'welcome')
    await cli('route', 'add', '02191000011', '--announce', 'bye', '--then', open.number)
    provider.tone = 440
    const hears = (phone: Phone, frequency: number) =>
      phone.sound.length > 8000 && shareOf(frequency, phone.sound.slice(-6000)) > 0.5
    const first = provider.call('02191000010')
    assert.equal(await first.answered, 200)
    await eventually('the caller hears the announcement', () => hears(provider, 700))
    await first.ended
    provider.tone = 440
    const second = provider.call('02191000011')
    assert.equal(await second.answered, 200)
    await eventually('the caller hears the other announcement', () => hears(provider, 1300))
    open.phone.tone = 1000
    const taken = await open.phone.nextCall()
    await eventually('both hear each other', () => hears(provider, 1000) && hears(open.phone, 440))
    await taken.hangUp()
    await second.ended
    const ends = async (number: string) => {
      const { paths } = JSON.parse(await cli('trace', number, '--from', '0912', '--json'))
      return [paths[0].end, paths[0].at]
    }
    assert.deepEqual(await ends('02191000010'), ['told', '02191000010'])
    assert.deepEqual(await ends('02191000011'), ['answer', open.number])
    assert.match(await cli('route', 'test', '02191000011'), /hears bye/)
  })

  test('a schedule without a target for closed hours ends the call, and its announcement is heard', async () => {
    await cli('schedule', 'add', 'never', '--hours', 'mon 00:00-00:01', '--time-zone', 'UTC')
    await calls.link.asterisk.cli('dialplan set global clock_shift 0')
    const shift = Math.round((Date.parse('2026-11-24T12:00:00Z') - Date.now()) / 1000)
    await calls.link.asterisk.cli(`dialplan set global clock_shift ${shift}`)
    await cli('route', 'add', '02191000020', '--schedule', 'never', '--open', open.number)
    assert.equal(await call('02191000020'), 480)
    const closing = ['--closed', `announce:bye>${closed.number}`]
    await cli('route', 'add', '02191000021', '--schedule', 'never', '--open', open.number, ...closing)
    const before = closed.phone.invites.length
    const made = provider.call('02191000021')
    assert.equal(await made.answered, 200)
    await eventually('the call goes on behind the announcement', () => closed.phone.invites.length > before)
    await made.hangUp()
    await assert.rejects(cli('schedule', 'remove', 'never'), /goes by this schedule/)
  })

  test('a fax that is heard on an answered call goes to the target for faxes', async () => {
    await cli('route', 'add', '02191000030', '--to', open.number, '--fax', closed.number)
    const before = closed.phone.invites.length
    provider.tone = 1100
    const made = provider.call('02191000030')
    assert.equal(await made.answered, 200)
    await eventually('the fax target rings', () => closed.phone.invites.length > before)
    await made.hangUp()
    provider.tone = 440
    const talk = provider.call('02191000030')
    assert.equal(await talk.answered, 200)
    const heard = provider.heard
    await eventually('they talk on', () => provider.heard > heard + 100)
    assert.equal(closed.phone.invites.length, before + 1)
    await talk.hangUp()
    assert.match(await cli('route', 'test', '02191000030'), new RegExp(`a fax goes to ${closed.number}`))
  })

  test('Asterisk prints no error', () => {
    assert.doesNotMatch(calls.link.asterisk.output(), /ERROR/)
  })
})
