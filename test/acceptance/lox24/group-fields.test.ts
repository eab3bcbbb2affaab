import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import {
  assertProblem,
  assertViolations,
  blank,
  type Fields,
  Lox24Client,
  notUtf8,
  notValid,
  startLox24,
  tooLong,
  type Violation,
  wrongType,
} from '../support/lox24.ts'

const server = await startLox24()
after(() => server.stop())
const client = new Lox24Client(server)

const wrong: readonly (readonly [given: unknown, type: string])[] = [
  [5, 'integer'],
  [1.5, 'double'],
  [true, 'boolean'],
  [['x'], 'array'],
  [{ a: 'x' }, 'array'],
]

/** Sends a value as a field of a new group and of an existing one. */
async function everywhere(field: string, value: unknown) {
  const { id } = await client.addGroup({ name: 'before', description: 'before' })
  return [
    await client.call('POST', '/groups', { name: 'n', [field]: value }),
    await client.call('PUT', `/groups/${id}`, { [field]: value }),
  ]
}

async function takes(field: string, value: unknown, shown = value): Promise<void> {
  for (const answer of await everywhere(field, value)) {
    assert.ok(answer.status === 200 || answer.status === 201, answer.text)
    assert.deepEqual((answer.body as Fields)[field], shown)
    assert.deepEqual((await client.group((answer.body as { id: number }).id))[field], shown)
  }
}

async function refuses(field: string, value: unknown, violation: Violation): Promise<void> {
  for (const answer of await everywhere(field, value)) assertViolations(answer, violation)
}

async function refusesType(field: string, value: unknown, detail: string): Promise<void> {
  for (const answer of await everywhere(field, value)) assertProblem(answer, 400, detail)
}

const limits = { name: 50, description: 255, name_a: 50, name_b: 50, name_c: 50, name_d: 50, name_e: 50 }

for (const [field, limit] of Object.entries(limits)) {
  describe(field, () => {
    test('counts characters up to its limit', async () => {
      await takes(field, 'x')
      await takes(field, 'x'.repeat(limit))
      await takes(field, 'é'.repeat(limit))
      await takes(field, '😀'.repeat(limit))
      await takes(field, '۱۲۳ سلام')
      await refuses(field, 'x'.repeat(limit + 1), tooLong(field, limit))
      await refuses(field, '😀'.repeat(limit + 1), tooLong(field, limit))
      await refuses(field, 'x'.repeat(1_000_000), tooLong(field, limit))
    })

    test('refuses other types', async () => {
      for (const [given, type] of wrong) await refusesType(field, given, wrongType(field, type))
    })

    test('refuses half characters and control characters', async () => {
      await refuses(field, 'a\ud83d', notUtf8(field))
      await refuses(field, 'a\u0000b', notValid(field))
      await refuses(field, 'a\u001b[2J', notValid(field))
    })
  })
}

describe('name', () => {
  test('is required; white space alone is no blank one', async () => {
    assertViolations(await client.call('POST', '/groups', {}), blank('name'))
    assertViolations(await client.call('POST', '/groups', []), blank('name'))
    await refuses('name', '', blank('name'))
    await takes('name', ' ')
    await takes('name', '   ')
    await takes('name', '\u00a0\u3000')
    await takes('name', ' '.repeat(50))
    await refuses('name', ' '.repeat(51), tooLong('name', 50))
    await refuses('name', ' \t', notValid('name'))
    await refusesType('name', null, wrongType('name', 'NULL'))
  })
})

describe('nullable fields', () => {
  for (const field of Object.keys(limits).filter((name) => name !== 'name')) {
    test(`${field}: absent keeps, null clears, empty stays empty`, async () => {
      const { id } = await client.addGroup({ [field]: 'value' })
      assert.equal((await client.ok(200, 'PUT', `/groups/${id}`, { name: 'n' }))[field], 'value')
      assert.equal((await client.ok(200, 'PUT', `/groups/${id}`, { [field]: '' }))[field], '')
      assert.equal((await client.ok(200, 'PUT', `/groups/${id}`, { [field]: null }))[field], null)
    })
  }

  test('description has lines, a name has none', async () => {
    await takes('description', 'one\ntwo\tthree')
    await refuses('name', 'one\ntwo', notValid('name'))
  })
})

describe('deleted_at', () => {
  test('is any ISO 8601 date-time of the future, shown with its offset', async () => {
    await takes('deleted_at', '2099-04-15T12:00:00Z', '2099-04-15T12:00:00+00:00')
    await takes('deleted_at', '2099-04-15T12:00:00+02:00', '2099-04-15T10:00:00+00:00')
    await takes('deleted_at', '2099-04-15 12:00:00.5', '2099-04-15T12:00:00+00:00')
    await takes('deleted_at', null)
  })

  test('in the past is understood and cannot be done', async () => {
    const detail = 'deleted_at: This value should be a date and time in the future.'
    for (const answer of await everywhere('deleted_at', '2020-01-01T00:00:00Z')) assertProblem(answer, 422, detail)
  })

  test('refuses a text that is no date', async () => {
    for (const given of ['garbage', '2099-02-30T00:00:00Z', '4102444800']) {
      for (const answer of await everywhere('deleted_at', given)) {
        assert.equal(answer.status, 400)
        assert.match(String(answer.body.detail), /^DateTimeImmutable::__construct\(\): Failed to parse time string/)
      }
    }
    for (const answer of await everywhere('deleted_at', '')) {
      assert.match(String(answer.body.detail), /^The data is either an empty string or null, you should pass a string/)
    }
    for (const [given, type] of wrong) await refusesType('deleted_at', given, wrongType('deleted_at', type))
  })
})

describe('id, count_items and members that nobody knows', () => {
  test('are ignored', async () => {
    const extra = { id: 9999, count_items: 77, nonsense: { deep: [1] }, constructor: 1, toString: null }
    const made = await client.addGroup({ ...extra, name: 'n' })
    assert.deepEqual([made.count_items, made.id === 9999], [0, false])
    const body = `{"__proto__":{"name":"polluted"},"id":1,"count_items":5,"name":"m"}`
    const changed = await client.ok(200, 'PUT', `/groups/${made.id}`, body)
    assert.deepEqual(changed, { ...made, name: 'm' })
  })
})

describe('PUT', () => {
  test('with nothing changes nothing', async () => {
    const made = await client.addGroup({ description: 'd', name_c: 'c', phones: [{ phone: '1' }] })
    assert.deepEqual(await client.ok(200, 'PUT', `/groups/${made.id}`, {}), made)
    assert.deepEqual(await client.ok(200, 'PUT', `/groups/${made.id}`, []), made)
  })

  test('tells all that is wrong at once, and changes nothing', async () => {
    const made = await client.addGroup({ name: 'n' })
    const bad = { name: '', description: 'x'.repeat(256), name_e: 'x'.repeat(51), phones: { x: { a: 'no phone' } } }
    assertViolations(
      await client.call('PUT', `/groups/${made.id}`, bad),
      ...[blank('name'), tooLong('description', 255), tooLong('name_e', 50), blank('phones[x].phone')],
    )
    assert.deepEqual(await client.group(made.id), made)
  })

  test('never makes a group', async () => {
    assertProblem(await client.call('PUT', '/groups/999999', { name: 'n' }), 404, 'Not Found')
  })
})

describe('a body that is no group', () => {
  test('is refused', async () => {
    const { id } = await client.addGroup()
    for (const [method, path] of [
      ['POST', '/groups'],
      ['PUT', `/groups/${id}`],
    ] as const) {
      for (const body of ['', ' ', '{', '{"name":"n"', '{name:1}', 'name=n', "{'name':'n'}", '{"name":"n"}}']) {
        assertProblem(await client.call(method, path, body), 400, 'Syntax error')
      }
      const notUtf8Body = Buffer.from([0x7b, 0x22, 0x6e, 0xff, 0x22, 0x3a, 0x31, 0x7d])
      assertProblem(await client.call(method, path, notUtf8Body), 400, 'Syntax error')
      for (const [body, type] of [
        ['5', 'integer'],
        ['"n"', 'string'],
        ['null', 'NULL'],
        ['true', 'boolean'],
      ] as const) {
        const detail = `Expected IRI or document for resource "groups", "${type}" given.`
        assertProblem(await client.call(method, path, body), 400, detail)
      }
    }
  })
})
