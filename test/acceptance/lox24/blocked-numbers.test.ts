import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import {
  addLox24Account,
  assertProblem,
  assertViolations,
  blank,
  type Fields,
  Lox24Client,
  notValid,
  type Phone,
  startLox24,
  wrongType,
} from '../support/lox24.ts'

interface Blocked extends Fields {
  readonly id: number
  readonly number: string
  readonly type: number
  readonly added_at: string
}

const server = await startLox24({ prepare: [['account', 'set', 'acme', '--country', 'DE']] })
after(() => server.stop())
const client = new Lox24Client(server)
const of = ['--account', 'acme'] as const
const path = '/blocked_numbers'
let last = 491_701_000_000
const nextNumber = () => `+${++last}`

const block = (number: string) => client.ok<Blocked>(201, 'POST', path, { number })
const list = (query = '') => client.ok<Blocked[]>(200, 'GET', `${path}${query}`)
const why = async (number: string) =>
  (JSON.parse(await server.cli('why', number, ...of, '--json')) as { channels: Record<string, { may: boolean }> })
    .channels

describe('POST /blocked_numbers', () => {
  test('closes the number for messages, in all spellings and for nothing else', async () => {
    const number = nextNumber()
    const before = Math.floor(Date.now() / 1000) * 1000
    const answer = await client.call<Blocked>('POST', path, { number })
    assert.equal(answer.status, 201)
    const { id, added_at, ...rest } = answer.body
    assert.deepEqual(rest, { number, type: 1 })
    assert.equal(answer.headers.location, `${path}/${id}`)
    assert.match(added_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/)
    assert.ok(Date.parse(added_at) >= before && Date.parse(added_at) <= Date.now())
    for (const spelling of [number, number.replace('+49', '0'), number.replace('+', '00')]) {
      const { calls, messages, surveys } = await why(spelling)
      assert.deepEqual([calls?.may, messages?.may, surveys?.may], [true, false, true], spelling)
    }
  })

  test('answers 409 where the number is blocked, in whatever spelling it was', async () => {
    const number = nextNumber()
    await server.cli('optout', 'add', number.replace('+49', '0'), ...of)
    assertProblem(await client.call('POST', path, { number }), 409, 'Conflict - Entity already exists')
    assert.equal((await list(`?number=${encodeURIComponent(number)}`)).length, 1)
  })

  test('refuses what its page does not allow', async () => {
    for (const number of ['491701234567', '+123', '+49 170 1234567', '+4917O1234567', `+${'1'.repeat(21)}`]) {
      const answer = await client.call<{ violations?: { propertyPath: string }[] }>('POST', path, { number })
      assert.equal(answer.status, 400, number)
      assert.equal(answer.body.violations?.[0]?.propertyPath, 'number', number)
    }
    assertViolations(await client.call('POST', path, { number: '0170' }), notValid('number'))
    assertViolations(await client.call('POST', path, {}), blank('number'))
    assertViolations(await client.call('POST', path, { number: '' }), blank('number'))
    assertProblem(await client.call('POST', path, { number: 5 }), 400, wrongType('number', 'integer'))
    assertProblem(await client.call('POST', path, { number: null }), 400, wrongType('number', 'NULL'))
    assertProblem(await client.call('POST', path, '{'), 400, 'Syntax error')
    // No number has more than 15 digits, though the page allows 20.
    assert.equal((await client.call('POST', path, { number: `+${'1'.repeat(16)}` })).status, 400)
  })

  test('ignores the type and the id of the body', async () => {
    const number = nextNumber()
    const made = await client.ok<Blocked>(201, 'POST', path, { number, type: 2, id: 1, added_at: 'x' })
    assert.equal(made.type, 1)
  })
})

describe('GET /blocked_numbers', () => {
  test('filters by number and type, one value or several', async () => {
    const [one, other, third] = [nextNumber(), nextNumber(), nextNumber()]
    await block(one)
    await server.cli('optout', 'add', other, '--channel', 'all', '--code', '3', ...of)
    await server.cli('optout', 'add', third, '--channel', 'calls', ...of)
    const numbers = async (query: string) => (await list(query)).map(({ number }) => number)
    const coded = encodeURIComponent
    assert.deepEqual(await numbers(`?number=${coded(one)}`), [one])
    assert.deepEqual(await numbers(`?number=${one}`), [one], 'a plus that is not encoded')
    assert.deepEqual(await numbers(`?number=${coded(one.replace('+49', '0'))}`), [one])
    assert.deepEqual(await numbers(`?number[]=${coded(one)}&number[]=${coded(other)}`), [one, other])
    assert.deepEqual(await numbers(`?number=${coded(one)}&type=2`), [])
    assert.deepEqual(await numbers('?type=2'), [other])
    assert.ok((await numbers('?type=1')).includes(one))
    for (const nothing of ['?type=3', '?type=x', '?number=abc', `?number=${coded(third)}`]) {
      assert.deepEqual(await numbers(nothing), [], nothing)
    }
    assertProblem(await client.call('GET', `${path}?page=0`), 400, 'Page should not be less than 1')
  })

  test('has pages of 30, and their links repeat the filters', async () => {
    const { client: tenant } = await addLox24Account(server)
    const all = Array.from({ length: 31 }, () => nextNumber())
    for (const number of all) await tenant.ok(201, 'POST', path, { number })
    const linked = async (page: number) =>
      (await tenant.call<Fields>('GET', `${path}?type=1&page=${page}`, undefined, { Accept: 'application/ld+json' }))
        .body
    const first = await linked(1)
    assert.equal(first['hydra:totalItems'], 31)
    assert.equal((first['hydra:view'] as Fields)['hydra:next'], `${path}?type=1&page=2`)
    const members = (await linked(2))['hydra:member'] as Fields[]
    assert.deepEqual(
      members.map(({ '@type': type, number }) => [type, number]),
      [['BlockedNumber', all.at(-1)]],
    )
    assert.equal((await tenant.ok<Blocked[]>(200, 'GET', `${path}?page=3`)).length, 0)
  })

  test('shows the numbers of its own account only, and not of people without a number', async () => {
    const { client: tenant } = await addLox24Account(server)
    await block(nextNumber())
    await server.cli('optout', 'add', 'ada@example.com', ...of)
    assert.deepEqual(await tenant.ok(200, 'GET', path), [])
    assert.ok((await list()).every(({ number }) => typeof number === 'string'))
  })
})

describe('DELETE /blocked_numbers/{id}', () => {
  test('takes back what a key has blocked, and keeps that as the consent', async () => {
    const number = nextNumber()
    const { id } = await block(number)
    await client.ok(204, 'DELETE', `${path}/${id}`)
    assert.equal((await why(number)).messages?.may, true)
    assertProblem(await client.call('DELETE', `${path}/${id}`), 404, 'Not Found')
    const [change] = JSON.parse(await server.cli('changes', 'list', '--noun', 'opt-out', '--json')) as {
      number: number
      verb: string
      before: { consent: string }
    }[]
    assert.equal(change?.verb, 'remove')
    assert.match(change?.before.consent ?? '', new RegExp(`DELETE ${path}/${id} by key \\d+$`))
    await server.cli('changes', 'undo', String(change?.number))
    assert.equal((await why(number)).messages?.may, false)
    assert.equal((await list(`?number=${number}`))[0]?.id, id)
  })

  test('leaves closed what was closed elsewhere, and who has unsubscribed', async () => {
    for (const more of [
      ['--channel', 'messages'],
      ['--channel', 'all'],
      ['--channel', 'messages', '--code', '2'],
    ]) {
      const number = nextNumber()
      await server.cli('optout', 'add', number, ...more, ...of)
      const [blocked] = await list(`?number=${number}`)
      const answer = await client.call('DELETE', `${path}/${blocked?.id}`)
      assertProblem(answer, 403, 'Forbidden')
      assert.match(String(answer.headers['dialbook-reason']), /optout remove NUMBER --consent/)
      assert.equal((await why(number)).messages?.may, false)
    }
  })

  test('does not know what is no blocked number, or is of another account', async () => {
    const { client: tenant } = await addLox24Account(server)
    const { id } = await block(nextNumber())
    const calls = JSON.parse(
      await server.cli('optout', 'add', nextNumber(), '--channel', 'calls', ...of, '--json'),
    ) as {
      id: number
    }
    assertProblem(await tenant.call('DELETE', `${path}/${id}`), 404, 'Not Found')
    assertProblem(await client.call('DELETE', `${path}/${calls.id}`), 404, 'Not Found')
    assertProblem(await client.call('DELETE', `${path}/x`), 404, 'Invalid identifier value or configuration.')
    for (const method of ['GET', 'PUT']) assert.equal((await client.call(method, `${path}/${id}`)).status, 405, method)
  })
})

describe('a phone of a group', () => {
  test('shows since when and why it is closed for messages, wherever it is answered', async () => {
    const [closed, calls, open] = [nextNumber(), nextNumber(), nextNumber()]
    const added = JSON.parse(await server.cli('optout', 'add', closed, '--code', '4', ...of, '--json')) as {
      since: string
    }
    await server.cli('optout', 'add', calls, '--channel', 'calls', ...of)
    const at = Math.floor(Date.parse(added.since) / 1000)
    const national = closed.replace('+49', '0')
    const { id } = await client.addGroup({ phones: [closed, calls, open, national].map((phone) => ({ phone })) })
    const shown = ({ phone, unsubscribed_at, unsubscribe_reason }: Fields) => [
      phone,
      unsubscribed_at,
      unsubscribe_reason,
    ]
    const phones = await client.phones(id)
    assert.deepEqual(phones.map(shown), [
      [closed, at, 4],
      [calls, null, null],
      [open, null, null],
      [national, at, 4],
    ])
    const one = phones[0]?.id
    assert.deepEqual(shown(await client.ok<Phone>(200, 'GET', `/phones/${one}`)), [closed, at, 4])
    assert.deepEqual(shown(await client.ok<Phone>(200, 'PUT', `/phones/${one}`, { a: 'x' })), [closed, at, 4])
    const linked = await client.call<Fields>('GET', `/phones/${one}`, undefined, { Accept: 'application/ld+json' })
    assert.deepEqual(shown(linked.body), [closed, at, 4])
    const batch = await client.ok<{ body: Fields }[]>(201, 'POST', `/groups/${id}/phones/batch`, [
      { phone: closed.replace('+', '00') },
      {},
      { phone: nextNumber() },
    ])
    assert.deepEqual(shown(batch[0]?.body ?? {}).slice(1), [at, 4])
    assert.deepEqual(shown(batch[2]?.body ?? {}).slice(1), [null, null])
  })

  test('never lifts it: not when it is added, changed, removed, or comes back with an undo', async () => {
    const number = nextNumber()
    await block(number)
    const { id } = await client.addGroup({ phones: [{ phone: number }] })
    const [phone] = await client.phones(id)
    await client.ok(200, 'PUT', `/phones/${phone?.id}`, {
      phone: number,
      unsubscribed_at: null,
      unsubscribe_reason: null,
    })
    await client.ok(200, 'PUT', `/groups/${id}`, { phones: [{ phone: number, unsubscribed_at: null }] })
    await client.ok(204, 'DELETE', `/groups/${id}`)
    const [change] = JSON.parse(await server.cli('changes', 'list', '--noun', 'group', '--limit', '1', '--json')) as {
      number: number
    }[]
    await server.cli('changes', 'undo', String(change?.number))
    assert.equal((await why(number)).messages?.may, false)
    assert.ok(typeof (await client.phones(id))[0]?.unsubscribed_at === 'number')
  })
})
