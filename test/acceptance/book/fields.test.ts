import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addBookAccount, type Fields, startBook, unique } from '../support/book.ts'
import { testFields } from '../support/book-fields.ts'

const server = await startBook({ args: ['--message-routes', 'direct=paper:0.05,pro=paper:0.07'] })
after(() => server.stop())
const { client, name: account } = await addBookAccount(server)
await server.cli('trunk', 'set', 'provider', '--host', '127.0.0.1', '--account', account)
const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
const later = new Date(Date.now() + 2 * 86_400_000).toISOString()

let last = 300
const extension = () => {
  last += 1
  return { number: String(last), name: 'x' }
}
const flags = ['active', 'callRecord', 'pushNotification', 'canReinvite', 'directMedia', 'qualify', 'callCounter']

describe('the fields of an extension', () => {
  const shown = (made: Fields) => made.extension as Fields
  testFields(client, { path: '/extensions', needed: extension, shown }, [
    ['name', 'x'.repeat(255), ['', 'x'.repeat(256), 7, null]],
    ['callerIdNumber', '+982112345678', ['nobody', 7]],
    ...[...flags, 'faxDetect'].map((flag) => [flag, true, ['yes', 1, null]] as const),
    ['technology', 'IAX2', ['sip', 7]],
    ['deny', '10.0.0.0/8', ['10.0.0.0/33', 7]],
    ['permit', '192.168.0.0/255.255.0.0', ['x', 7]],
    ['dtmfMode', 'info', ['x', 7]],
    ['context', 'my_routing', ['call', 'a b', 7]],
    ['host', 'phone.example', ['a b', '', 7]],
    ['kind', 'peer', ['x', 7]],
    ['nat', 'force_rport,comedia', ['x', 7]],
    ['port', 65_535, [0, 65_536, '5060', null]],
    ['callGroup', '1,3-5', ['64', 'x']],
    ['pickupGroup', '', ['64', 'x']],
    ['callLimit', 9999, [10_000, -1, '2']],
    ['trunk', true, ['yes', 1]],
    ['transfer', 'mediaonly', ['x', 7]],
    ['email', 'a@b.de', ['x', 7]],
    ['moreOptions', 'max_contacts=2', ['\u0000', 7]],
    ['description', 'x'.repeat(1000), ['x'.repeat(1001), 7]],
    [
      'forward',
      { busy: '201', noAnswer: '', unavailable: '+491701234567', all: '*43#' },
      [{ busy: 'x' }, { x: '1' }, 'x', null],
    ],
  ])

  test('have a number of their own', async () => {
    const one = shown(await client.ok(201, 'POST', '/extensions', extension()))
    const other = extension()
    assert.equal(
      (await client.ok(200, 'PATCH', `/extensions/${one.id}`, { number: other.number })).number,
      other.number,
    )
    await client.refused(409, 'conflict', 'POST', '/extensions', other)
    for (const number of ['x', '', null, '1'.repeat(31)])
      await client.refused(422, 'invalid-value', 'PATCH', `/extensions/${one.id}`, { number })
  })

  test('have a secret that is shown once and in no read', async () => {
    const secret = 'Xk29!mQp77zz'
    const made = await client.ok(201, 'POST', '/extensions', { ...extension(), secret })
    assert.equal(made.secret, secret)
    const { id } = shown(made)
    const renewed = String((await client.ok(200, 'POST', `/extensions/${id}/secret`)).secret)
    assert.match(renewed, /^\S{20,}$/)
    await client.ok(200, 'PATCH', `/extensions/${id}`, { secret: `${secret}2` })
    for (const path of [`/extensions/${id}`, '/extensions', '/history', '/changes']) {
      const { text } = await client.call('GET', path)
      assert.ok(![secret, renewed].some((each) => text.includes(each)), path)
    }
    for (const wrong of ['', 'x'.repeat(129), 7, null])
      await client.refused(422, 'invalid-value', 'PATCH', `/extensions/${id}`, { secret: wrong })
  })

  test('of a range are made as one change, and taken numbers refuse all or are left out', async () => {
    const range = { numbers: '0998..1001', name: 'Desk {number}', forward: { busy: '200' } }
    const { made } = await client.ok<{ made: Fields[] }>(200, 'POST', '/extensions/range', range)
    assert.deepEqual(
      made.map(({ number }) => number),
      ['0998', '0999', '1000', '1001'],
    )
    assert.equal((await client.refused(422, 'invalid-value', 'POST', '/extensions/range', range)).field, 'numbers')
    const more = { ...range, numbers: '1001..1002', skipTaken: true }
    const { made: rest, taken } = await client.ok<{ made: Fields[]; taken: string[] }>(
      200,
      'POST',
      '/extensions/range',
      more,
    )
    assert.deepEqual([rest.map(({ number }) => number), taken], [['1002'], ['1001']])
    const { extensions } = await client.ok<{ extensions: Fields[] }>(200, 'GET', '/extensions?q=desk%201002')
    assert.equal((extensions[0] as { forward: Fields }).forward.busy, '200')
    for (const numbers of ['5..1', '1..10', '1000..2000', 'x', '', 7])
      assert.equal(
        (await client.refused(422, 'invalid-value', 'POST', '/extensions/range', { ...range, numbers })).field,
        'numbers',
      )
  })
})

describe('the fields of a trunk manager', () => {
  const needed = () => ({ title: unique('line'), trunk: 'provider', timeZone: 'Asia/Tehran' })
  testFields(client, { path: '/trunk-managers', needed }, [
    ['active', false, ['no', null]],
    ['capacity', 10_000, [0, 10_001, '5', null]],
    ['interval', 3_600_000, [-1, 3_600_001, '1']],
    ['readyNumbers', 10_000, [0, 10_001]],
    [
      'hours',
      { 1: ['09:00-13:00', '16:00-24:00'], 7: [] },
      [{ 8: [] }, { 1: ['13:00-09:00'] }, { 1: ['9-13'] }, [], 'x', { 1: 'x' }],
    ],
    ['timeZone', 'Europe/Berlin', ['Mars/Base', 7]],
  ])
})

describe('the fields of a campaign', async () => {
  const line = await client.ok(201, 'POST', '/trunk-managers', {
    title: 'l',
    trunk: 'provider',
    timeZone: 'Asia/Tehran',
  })
  const group = await client.ok(201, 'POST', '/groups', { name: 'g', numbers: ['1'] })
  testFields(client, { path: '/campaigns', needed: () => ({ name: 'c', trunkManager: line.id }) }, [
    ['name', 'x'.repeat(255), ['', 'x'.repeat(256), null]],
    ['description', 'x'.repeat(1000), ['x'.repeat(1001), 7]],
    ['groups', [group.id], [[999_999], ['x'], 'x']],
    ['context', 'my_routing', ['call', 'a b']],
    ['text', '201', ['a,b', 7]],
    ['tries', 100, [0, 101, null]],
    ['pause', 2_592_000, [-1, 2_592_001]],
    ['start', tomorrow, ['soon', 7]],
    ['end', later, ['soon', 7]],
    ['digits', 20, [-1, 21]],
    ['optOutDigit', '#', ['x', '12', 7]],
    ['ringTime', 120, [0, 121]],
    ['longest', 14_400, [0, 14_401]],
    ['announcement', null, [999_999, 'x', 0]],
    ['trunkManager', line.id, [999_999, 'x', null]],
  ])
})

describe('the fields of a message', () => {
  const message = { number: '+491701234567', sender: 'Acme', text: 'Hello', plannedAt: tomorrow }
  for (const [field, most, wrong] of [
    ['sender', '+491701234567', ['', 'a text that is too long', 'a_b', null]],
    ['text', 'x'.repeat(1530), ['', 'x'.repeat(1786), null, 7]],
    ['alphabet', 'unicode', ['ascii', 7]],
    ['route', 'pro', ['none', 7]],
    ['plannedAt', later, ['soon', '2099-01-01T00:00:00Z', 7]],
    ['callbackData', 'x'.repeat(1000), ['x'.repeat(1001), 7]],
    ['label', 2_147_483_647, [-1, '7', 1.5]],
    ['language', 'DE', ['de', 'DEU', 7]],
  ] as const) {
    test(`${field} is kept, of a message to many as well, and what breaks its rule is refused`, async () => {
      const { number: _, ...written } = message
      for (const [path, body] of [
        ['/messages', message],
        ['/bulks', { ...written, numbers: ['+491701234567'] }],
      ] as const) {
        const made = await client.ok(201, 'POST', path, { ...body, [field]: most })
        assert.deepEqual([made[field], (await client.ok(200, 'GET', `${path}/${made.id}`))[field]], [most, most])
        for (const value of wrong) {
          for (const to of [path, `${path}/dryrun`]) {
            const problem = await client.refused(422, 'invalid-value', 'POST', to, { ...body, [field]: value })
            assert.equal(problem.field, field, String(value).slice(0, 40))
          }
        }
      }
    })
  }
})
