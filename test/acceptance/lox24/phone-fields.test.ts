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
  type Phone,
  startLox24,
  tooLong,
  type Violation,
  wrongType,
} from '../support/lox24.ts'

const server = await startLox24()
after(() => server.stop())
const client = new Lox24Client(server)
const { id: groupId } = await client.addGroup()

let serial = 0
const freshPhone = () => `+49170${String(++serial).padStart(7, '0')}`

const wrong: readonly (readonly [given: unknown, type: string])[] = [
  [5, 'integer'],
  [1.5, 'double'],
  [false, 'boolean'],
  [[], 'array'],
  [{}, 'array'],
]

/** Sends a value as a field of a new phone, of an existing one, and of one in a batch. */
async function everywhere(field: string, value: unknown) {
  const { id } = await client.ok<Phone>(201, 'POST', `/groups/${groupId}/phones`, { phone: freshPhone() })
  return [
    await client.call('POST', `/groups/${groupId}/phones`, { phone: freshPhone(), [field]: value }),
    await client.call('PUT', `/phones/${id}`, { [field]: value }),
  ]
}

async function takes(field: string, value: unknown): Promise<void> {
  for (const answer of await everywhere(field, value)) {
    assert.ok(answer.status === 200 || answer.status === 201, answer.text)
    assert.deepEqual((answer.body as Fields)[field], value)
    const { id } = answer.body as Phone
    assert.deepEqual((await client.ok(200, 'GET', `/phones/${id}`))[field], value)
  }
}

async function refuses(field: string, value: unknown, violation: Violation): Promise<void> {
  for (const answer of await everywhere(field, value)) assertViolations(answer, violation)
  const items = await client.ok<{ status: number; body: Fields }[]>(201, 'POST', `/groups/${groupId}/phones/batch`, [
    { phone: freshPhone(), [field]: value },
  ])
  const detail = `${violation.propertyPath}: ${violation.message}`
  assert.deepEqual([items[0]?.status, items[0]?.body.detail], [400, detail])
}

const limits = { a: 1530, b: 1530, c: 1530, d: 1530, e: 1530, callback_data: 36 }

for (const [field, limit] of Object.entries(limits)) {
  describe(field, () => {
    test('takes null, nothing, and characters up to its limit', async () => {
      for (const value of [null, '', 'x', 'x'.repeat(limit), '😀'.repeat(limit)]) await takes(field, value)
      await refuses(field, 'x'.repeat(limit + 1), tooLong(field, limit))
      await refuses(field, '😀'.repeat(limit + 1), tooLong(field, limit))
    })

    test('refuses other types, half characters and control characters', async () => {
      for (const [given, type] of wrong) {
        for (const answer of await everywhere(field, given)) assertProblem(answer, 400, wrongType(field, type))
      }
      await refuses(field, '\udc00', notUtf8(field))
      await refuses(field, 'a\u0000', notValid(field))
    })

    test('absent keeps, null clears', async () => {
      const { id } = await client.ok<Phone>(201, 'POST', `/groups/${groupId}/phones`, {
        phone: freshPhone(),
        [field]: 'v',
      })
      assert.equal((await client.ok(200, 'PUT', `/phones/${id}`, {}))[field], 'v')
      assert.equal((await client.ok(200, 'PUT', `/phones/${id}`, { [field]: null }))[field], null)
    })
  })
}

describe('phone', () => {
  test('is at most 30 characters, whatever they are', async () => {
    for (const phone of [
      '1',
      '+4917663804817',
      '0170 x 12-3',
      'x'.repeat(30),
      '😀'.repeat(30),
      '*31#',
      '1'.repeat(30),
    ]) {
      serial += 1
      const group = await client.addGroup()
      const made = await client.ok<Phone>(201, 'POST', `/groups/${group.id}/phones`, { phone })
      assert.equal(made.phone, phone)
      assert.deepEqual(await client.phones(group.id), [made])
    }
    await refuses('phone', 'x'.repeat(31), tooLong('phone', 30))
    await refuses('phone', 'a\u0007', notValid('phone'))
    await refuses('phone', '\ud800', notUtf8('phone'))
  })

  test('is required, and never blank', async () => {
    assertViolations(await client.call('POST', `/groups/${groupId}/phones`, { a: 'x' }), blank('phone'))
    await refuses('phone', '', blank('phone'))
    await refuses('phone', '  ', blank('phone'))
    await refuses('phone', '\u200e \u202c', blank('phone'))
    for (const [given, type] of [...wrong, [null, 'NULL'] as const]) {
      for (const answer of await everywhere('phone', given)) assertProblem(answer, 400, wrongType('phone', type))
    }
  })

  test('is the number that is written, and another text as it was given, trimmed', async () => {
    const group = await client.addGroup()
    const phones = `/groups/${group.id}/phones`
    for (const [given, kept] of [
      [' ۰۱۲٣٤ ', '01234'],
      ['0170 / 123-45 67', '01701234567'],
      ['+49 (0) 30 123456', '+4930123456'],
      ['tel:+1-555-555-0100;ext=55', '+15555550100'],
      [' reception ۳ ', 'reception ۳'],
      ['0911/0912', '0911/0912'],
      ['2026-11-26', '2026-11-26'],
    ] as const) {
      assert.equal((await client.ok<Phone>(201, 'POST', phones, { phone: given })).phone, kept)
      const { id } = await client.ok<Phone>(201, 'POST', phones, { phone: freshPhone() })
      const taken = await client.call('PUT', `/phones/${id}`, { phone: given })
      assertProblem(taken, 422, 'phone: Another entry of the group has this phone.')
    }
  })

  test('is one entry with and without marks of direction', async () => {
    const phones = ['+989121112233', '\u200e+989121112233', '\u202a+989121112233\u202c'].map((phone) => ({ phone }))
    const { id, count_items } = await client.addGroup({ phones })
    assert.equal(count_items, 1)
    const [entry] = await client.phones(id)
    assert.equal(entry?.phone, '+989121112233')
    const batch = await client.ok<{ body: Phone }[]>(201, 'POST', `/groups/${id}/phones/batch`, phones)
    for (const { phone } of phones) {
      const { id: single } = await client.ok<Phone>(201, 'POST', `/groups/${id}/phones`, { phone })
      assert.equal(single, entry?.id)
    }
    assert.deepEqual(
      batch.map(({ body }) => body.id),
      phones.map(() => entry?.id),
    )
    assert.equal((await client.phones(id)).length, 1)
  })

  test('ignores id and the times of subscription', async () => {
    const extra = { id: '1', subscribed_at: 5, unsubscribed_at: 6, unsubscribe_reason: 1, nonsense: [] }
    const made = await client.ok(201, 'POST', `/groups/${groupId}/phones`, { phone: freshPhone(), ...extra })
    assert.deepEqual([made.subscribed_at, made.unsubscribed_at, made.unsubscribe_reason], [null, null, null])
  })
})

describe('phones of a group', () => {
  const shown = async (id: number) =>
    (await client.phones(id)).map(({ id: _, subscribed_at, unsubscribed_at, unsubscribe_reason, ...rest }) => rest)
  const empty = { a: null, b: null, c: null, d: null, e: null, callback_data: null }

  for (const [title, phones] of [
    ['an array', [{ phone: '1', a: 'x' }, { phone: '2' }]],
    ['an object with names', { first: { phone: '1', a: 'x' }, second: { phone: '2' } }],
    ['an object with numbers', { 0: { phone: '1', a: 'x' }, 7: { phone: '2' } }],
    ['an object with odd names', { ' ': { phone: '1', a: 'x' }, 'ü/"': { phone: '2' } }],
  ] as const) {
    test(`may be ${title}`, async () => {
      const made = await client.addGroup({ phones })
      assert.equal(made.count_items, 2)
      assert.equal('phones' in made, false)
      const wanted = [
        { phone: '1', ...empty, a: 'x' },
        { phone: '2', ...empty },
      ]
      assert.deepEqual(await shown(made.id), wanted)
      const other = await client.addGroup({ phones: [{ phone: '9' }] })
      assert.equal((await client.ok(200, 'PUT', `/groups/${other.id}`, { phones })).count_items, 2)
      assert.deepEqual(await shown(other.id), wanted)
    })
  }

  test('null and absent keep the list, an empty one empties it', async () => {
    const { id } = await client.addGroup({ phones: [{ phone: '1' }] })
    for (const body of [{}, { phones: null }]) {
      assert.equal((await client.ok(200, 'PUT', `/groups/${id}`, body)).count_items, 1)
    }
    for (const phones of [[], {}]) {
      await client.ok(201, 'POST', `/groups/${id}/phones`, { phone: '2' })
      assert.equal((await client.ok(200, 'PUT', `/groups/${id}`, { phones })).count_items, 0)
      assert.deepEqual(await client.phones(id), [])
    }
  })

  test('drop an exact repeat, and the first stays', async () => {
    const { id, count_items } = await client.addGroup({
      phones: [{ phone: '1', a: 'first' }, { phone: '2' }, { phone: ' 1 ', a: 'second' }],
    })
    assert.equal(count_items, 2)
    assert.deepEqual(
      (await client.phones(id)).map(({ phone, a }) => [phone, a]),
      [
        ['1', 'first'],
        ['2', null],
      ],
    )
  })

  test('refuse what is no list of phones, and change nothing', async () => {
    const { id } = await client.addGroup({ phones: [{ phone: '1' }] })
    const put = (phones: unknown) => client.call('PUT', `/groups/${id}`, { phones })
    for (const [given, type] of [
      ['1', 'string'],
      [5, 'integer'],
      [true, 'boolean'],
    ] as const) {
      assertProblem(await put(given), 400, wrongType('phones', type, 'array'))
    }
    assertProblem(await put(['1']), 400, wrongType('phones[0]', 'string', 'array'))
    assertProblem(await put({ x: null }), 400, wrongType('phones[x]', 'NULL', 'array'))
    assertProblem(await put([{ phone: 5 }]), 400, wrongType('phones[0].phone', 'integer'))
    assertViolations(
      await put([{ phone: '2' }, { a: 'x' }, { phone: 'x'.repeat(31), callback_data: 'x'.repeat(37) }]),
      ...[blank('phones[1].phone'), tooLong('phones[2].phone', 30), tooLong('phones[2].callback_data', 36)],
    )
    assertViolations(await put({ key: { phone: '' } }), blank('phones[key].phone'))
    assert.deepEqual(
      (await client.phones(id)).map(({ phone }) => phone),
      ['1'],
    )
  })

  test('a hundred thousand bad ones are answered in short', async () => {
    const answer = await client.call('POST', '/groups', { name: 'n', phones: Array(100_000).fill({ phone: '' }) })
    assert.equal(answer.status, 400)
    assert.ok(answer.text.length < 100_000)
  })
})
