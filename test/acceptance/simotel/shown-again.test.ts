import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { addKeys, Client as CheckMarketClient } from '../support/checkmarket.ts'
import { type Fields, Lox24Client, startLox24 } from '../support/lox24.ts'
import { startServer } from '../support/server.ts'
import { addKey, Client, invalid, startSimotel, uniqueNumber } from '../support/simotel.ts'
import { add, contacts, groups, type Pages, type Row, read, users } from '../support/things.ts'

const server = await startLox24()
after(() => server.stop())
const simotel = new Client(server, await addKey(server, 'acme', { revealSecrets: true }))
const lox24 = new Lox24Client(server)
const checkmarket = new CheckMarketClient(server, await addKeys(server, 'acme'))
const update = 'autodialer/groups/update'

interface Shown {
  readonly name: string
  readonly numbers: string[]
  readonly description: string
  readonly count: number
}

/** The group that was added last, as a search shows it. */
async function newest(noun: 'groups' | 'contacts'): Promise<Row> {
  const { data } = await simotel.data<Pages>(`autodialer/${noun}/search`, {
    alike: true,
    pagination: { start: 0, count: 1, sorting: { date: -1 } },
  })
  return data[0] ?? assert.fail(`there are no ${noun}`)
}

const withoutDate = <T extends object>(row: T): T => ({ ...row, date: 0 })

/** Texts of at most `max` characters, with all that JSON can carry. */
const text = (max: number, min = 0) =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom('\n', '\r\n', '\t', ' ', '\u2028', 'ي', 'é', 'e\u0301', '۱', '😀', '"', '\\', '+', '0', 'x'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      { minLength: min, maxLength: max },
    )
    .map((parts) => [...parts.join('')].slice(0, max).join(''))

const phone = fc.oneof(fc.stringMatching(/^\+?[0-9]{1,20}$/), text(30, 1)).filter((each) => each.trim() !== '')
const column = fc.option(text(40))
const lox24Group = fc.record({
  name: text(50, 1).filter((each) => each.trim() !== ''),
  description: fc.option(text(255)),
  name_a: fc.option(text(50)),
  phones: fc.array(fc.record({ phone, a: column, e: column, callback_data: fc.option(text(36)) }), { maxLength: 6 }),
})

describe('a shown group is taken back', () => {
  test('that LOX24 wrote: an update with it changes nothing there', { timeout: 300_000 }, () =>
    fc.assert(
      fc.asyncProperty(lox24Group, async (given) => {
        const answer = await lox24.call<{ id: number }>('POST', '/groups', given)
        // LOX24's own rules refuse some of these texts.
        if (answer.status !== 201) return
        const { id } = answer.body
        const phones = await lox24.phones(id)
        const before = [await lox24.group(id), phones]
        const row = await newest('groups')
        const shown = await simotel.data<Shown>(update, { _id: row._id })
        assert.deepEqual([shown.name, shown.count], [row.name, row.count])
        // A client may send back the answer, the row of a search, or both together.
        for (const body of [{ _id: row._id, ...shown }, row, { ...row, ...shown }]) {
          assert.deepEqual(withoutDate(await simotel.data<Shown>(update, body)), withoutDate(shown))
          assert.deepEqual([await lox24.group(id), await lox24.phones(id)], before)
        }
        const reversed = shown.numbers.toReversed()
        assert.deepEqual((await simotel.data<Shown>(update, { _id: row._id, numbers: reversed })).numbers, reversed)
        const carried = (entries: readonly Fields[]) => entries.map(({ id: _, ...rest }) => rest)
        assert.deepEqual(carried(await lox24.phones(id)), carried(phones.toReversed()))
        await lox24.ok(204, 'DELETE', `/groups/${id}`)
      }),
      { numRuns: 60 },
    ),
  )

  test('that CheckMarket wrote', { timeout: 300_000 }, () =>
    fc.assert(
      fc.asyncProperty(fc.record({ Name: text(100, 1), Description: fc.option(text(130)) }), async (given) => {
        const answer = await checkmarket.call('POST', 'contactgroups', given)
        if (answer.status !== 200) return
        const id = Number(JSON.parse(answer.text).Data)
        const before = await checkmarket.data<Fields>('GET', `contactgroups/${id}`)
        const row = await newest('groups')
        const shown = await simotel.data<Shown>(update, row)
        await simotel.data(update, { _id: row._id, ...shown })
        const { LastModifiedDate: _, ...now } = await checkmarket.data<Fields>('GET', `contactgroups/${id}`)
        const { LastModifiedDate: __, ...then } = before
        assert.deepEqual(now, then)
        await checkmarket.data('DELETE', `contactgroups/${id}`)
      }),
      { numRuns: 40 },
    ),
  )

  test('and nothing but that: the rules hold for texts and numbers that the group does not have', async () => {
    const { id } = await lox24.addGroup({ name: 'x', description: 'l1\nl2', phones: [{ phone: 'reception' }] })
    const { _id } = await newest('groups')
    for (const [field, value] of [
      ['numbers', ['reception', 'x']],
      ['numbers', ['Reception']],
      ['numbers', ['1', 'reception ', 'receptio\nn']],
      ['numbers', ['x'.repeat(10_000)]],
      ['description', 'l1\nl3'.concat('\u0000')],
      ['name', 'x\nz'],
      ['name', ''],
    ] as const) {
      await simotel.refused(update, { _id, [field]: value }, invalid(field))
    }
    await simotel.refused('autodialer/groups/add', { name: 'n', numbers: ['reception'] }, invalid('numbers'))
    const { numbers } = await simotel.data<Shown>(update, { _id, numbers: ['1', 'reception', '2'] })
    assert.deepEqual(numbers, ['1', 'reception', '2'])
    await simotel.data(update, { _id, numbers: ['1'] })
    await simotel.refused(update, { _id, numbers: ['1', 'reception'] }, invalid('numbers'))
    await lox24.ok(204, 'DELETE', `/groups/${id}`)
  })

  test('of many numbers, each with columns', async () => {
    const phones = Array.from({ length: 9000 }, (_, index) => ({ phone: `n ${index}`, a: `a ${index}` }))
    const { id } = await lox24.addGroup({ phones })
    const { _id } = await newest('groups')
    const { numbers } = await simotel.data<Shown>(update, { _id })
    const firstPage = () => lox24.ok<Fields[]>(200, 'GET', `/groups/${id}/phones?page=1`)
    const before = await firstPage()
    await simotel.data(update, { _id, numbers })
    assert.deepEqual(await firstPage(), before)
    const next = ['1', ...numbers.filter((_, index) => index % 1000 === 5)]
    await simotel.data(update, { _id, numbers: next })
    const now = await lox24.phones(id)
    assert.deepEqual(
      now.map(({ phone, a }) => [phone, a]),
      next.map((each) => [each, each === '1' ? null : each.replace('n', 'a')]),
    )
  })

  test('by many at once, while columns are written there', async () => {
    const phones = Array.from({ length: 20 }, (_, index) => ({ phone: `n ${index}` }))
    const { id } = await lox24.addGroup({ phones })
    const { _id } = await newest('groups')
    const { numbers } = await simotel.data<Shown>(update, { _id })
    const [first] = await lox24.phones(id)
    await Promise.all([
      ...numbers.map(() => simotel.data(update, { _id, numbers })),
      lox24.ok(200, 'PUT', `/phones/${first?.id}`, { a: 'kept' }),
      ...numbers.map(() => simotel.data(update, { _id, numbers })),
    ])
    assert.equal((await lox24.phones(id))[0]?.a, 'kept')
  })
})

test('a shown contact that CheckMarket wrote is taken back, and changes nothing', { timeout: 300_000 }, () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        FirstName: fc.option(text(50)),
        LastName: fc.option(text(50)),
        Phone: fc.option(fc.oneof(text(20), fc.constant('+32 (0) 2-555'))),
        City: fc.option(fc.constant('Qom')),
      }),
      async (given) => {
        const answer = await checkmarket.call('POST', 'contacts', { Email: 'a@example.com', ...given })
        if (answer.status !== 200) return
        const { ContactId } = JSON.parse(answer.text).Data as { ContactId: number }
        const before = await checkmarket.data<Fields>('GET', `contacts/${ContactId}`)
        const row = await newest('contacts')
        await simotel.data('autodialer/contacts/update', row)
        assert.deepEqual(await checkmarket.data<Fields>('GET', `contacts/${ContactId}`), before)
        assert.deepEqual(withoutDate((await read(simotel, contacts, row._id)) ?? {}), withoutDate(row))
        await simotel.data('autodialer/contacts/update', { ...row, description: 'changed' })
        // Another text than the one that is shown: that one would be taken back.
        const number = row.number === 'x' ? 'y' : 'x'
        await simotel.refused('autodialer/contacts/update', { ...row, number, name: 'n' }, invalid('number'))
        await checkmarket.data('DELETE', `contacts/${ContactId}`)
      },
    ),
    { numRuns: 60 },
  ),
)

test('a group and a contact that Simotel wrote itself are taken back as shown', async () => {
  for (const [noun, path] of [
    [groups, 'groups'],
    [contacts, 'contacts'],
  ] as const) {
    const row = await add(simotel, noun)
    await simotel.data(`autodialer/${path}/update`, row)
    assert.deepEqual(withoutDate((await read(simotel, noun, row._id)) ?? {}), withoutDate(row))
  }
})

test('a shown user is taken back, and changes nothing', async () => {
  const given: readonly Fields[] = [
    {},
    { trunk: 'yes', transfer: 'mediaonly', call_limit: '007', type: 'Peer', nat: 'Force Report & Co-Media' },
    { description: 'l1\nl2', deny: '10.0.0.0/8, ::1', permit: '', more_options: '; a\r\n\r\nlanguage=fa\n' },
    { number: 7_000_000, port: 5070, callgroup: 3, forward_policy: { Busy: '1' }, host: '10.0.0.7', user_type: 'IAX2' },
  ]
  for (const fields of given) {
    const row = await add(simotel, users, fields)
    await simotel.data('pbx/users/update', row)
    assert.deepEqual(withoutDate((await read(simotel, users, row._id)) ?? {}), withoutDate(row))
  }
})

test('a secret that was weak already is taken back where weak ones are refused', async () => {
  const lenient = await startSimotel()
  const key = await addKey(lenient, 'acme', { revealSecrets: true })
  await new Client(lenient, key).data('pbx/users/add', { name: 'n', number: uniqueNumber(), secret: 'seven77' })
  await lenient.kill()
  const strict = await startServer({ data: lenient.data, env: { DIALBOOK_EXTENSION_WEAK_SECRETS: 'refuse' } })
  const client = new Client(strict, key)
  const [row = assert.fail('there is no user')] = await users.rows(client)
  assert.equal(row.secret, 'seven77')
  await client.data('pbx/users/update', row)
  await client.refused('pbx/users/update', { ...row, secret: 'seven78' }, invalid('secret'))
  await client.refused('pbx/users/update', { ...row, number: uniqueNumber() }, invalid('secret'))
  assert.deepEqual((await users.rows(client)).map(withoutDate), [withoutDate(row)])
  await strict.stop()
})
