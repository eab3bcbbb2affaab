import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addClient, addKeys, Client, startCheckMarket, unique, xml, xmlBody } from '../support/checkmarket.ts'
import type { Server } from '../support/server.ts'

type OptOut = Readonly<Record<string, unknown>>
interface Result {
  readonly Succeeded: boolean
  readonly FailureMessage?: string
}

describe('opt-outs', () => {
  let server: Server
  let client: Client
  let of: readonly string[]
  before(async () => {
    ;({ server, client } = await startCheckMarket())
    of = ['--account', client.keys.account]
    await server.cli('account', 'set', client.keys.account, '--country', 'DE')
  })
  after(() => server.stop())

  let last = 1_701_000_000
  const nextNumber = () => `0${++last}`
  const nextEmail = () => `${unique('Person')}@example.com`
  const post = (body: unknown) => client.data<Result>('POST', 'contacts/optouts', body)
  const list = (query = '', by = client) => by.payload<readonly OptOut[]>('GET', `contacts/optouts${query}`)
  const contact = (id: number) => client.data<OptOut>('GET', `contacts/${id}`)
  const why = async (address: string): Promise<Record<string, { may: boolean }>> =>
    JSON.parse(await server.cli('why', address, ...of, '--json')).channels

  it('close a contact by its id, with all its addresses, for surveys only', async () => {
    const [Email, Phone] = [nextEmail(), nextNumber()]
    const id = await client.addContact(undefined, { Email, Phone, FirstName: 'A', LastName: 'B' })
    assert.equal((await contact(id)).IsOptedOut, false)
    assert.ok(!('DateOptOut' in (await contact(id))))
    const DateOptOut = '2024-05-06T07:08:09.12Z'
    assert.deepEqual(await post({ ContactId: id, DateOptOut }), { Succeeded: true })
    const shown = await contact(id)
    assert.deepEqual([shown.IsOptedOut, shown.DateOptOut], [true, DateOptOut])
    const { Data } = await list(`?filter=Email eq '${Email}'`.replaceAll(' ', '%20'))
    assert.deepEqual(Data, [{ DateOptOut, LangCode: 'en', ContactId: id, FirstName: 'A', LastName: 'B', Email, Phone }])
    for (const address of [Email, Email.toUpperCase(), Phone, Phone.replace('0', '+49')]) {
      const { surveys, messages } = await why(address)
      assert.deepEqual([surveys?.may, messages?.may], [false, true], address)
    }
  })

  it('close an e-mail address with and without a contact, and again without harm', async () => {
    const Email = nextEmail()
    assert.deepEqual(await post(`{'Email': '${Email}'}`), { Succeeded: true })
    assert.deepEqual(await post({ Email: Email.toUpperCase() }), { Succeeded: true })
    const [item, ...more] = (await list(`?filter=Email%20eq%20'${Email}'`)).Data
    assert.deepEqual([Object.keys(item ?? {}), more], [['DateOptOut', 'Email'], []])
    // Whoever makes the contact afterwards finds it closed.
    const id = await client.addContact(undefined, { Email: Email.toLowerCase(), Phone: nextNumber() })
    assert.equal((await contact(id)).IsOptedOut, true)
    const [withContact] = (await list(`?filter=Email%20eq%20'${Email}'`)).Data
    assert.equal(withContact?.ContactId, id)
  })

  it('close the number of the one contact that has the e-mail address', async () => {
    const [Email, Phone, other] = [nextEmail(), nextNumber(), nextNumber()]
    await client.addContact(undefined, { Email, Phone })
    await post({ Email })
    assert.equal((await why(Phone)).surveys?.may, false)
    const shared = nextEmail()
    for (const number of [other, nextNumber()]) await client.addContact(undefined, { Email: shared, Phone: number })
    await post({ Email: shared })
    assert.equal((await why(other)).surveys?.may, true)
  })

  it('are taken in XML', async () => {
    const Email = nextEmail()
    const answer = await client.call('POST', 'contacts/optouts', xmlBody('OptOut', { Email }), { 'Content-Type': xml })
    assert.equal(answer.status, 200, answer.text)
    assert.match(answer.text, /<Succeeded>true</)
    assert.equal((await why(Email)).surveys?.may, false)
  })

  it('say why they are not made', async () => {
    for (const [body, why] of [
      [{}, 'No e-mail address specified'],
      [{ Email: '  ' }, 'No e-mail address specified'],
      [{ Email: 'x' }, 'Invalid e-mail address specified'],
      [{ Phone: 'abc' }, 'Invalid phone number specified'],
      [{ ContactId: 999_999 }, 'The contact with the given Id does not exist.'],
      [{ Email: nextEmail(), DateOptOut: 'yesterday' }, 'Invalid date'],
      [{ Email: nextEmail(), DateOptOut: '2999-01-01' }, 'Invalid date'],
    ] as const) {
      assert.deepEqual(await post(body), { Succeeded: false, FailureMessage: why })
    }
  })

  it('are found by their date, page by page', async () => {
    const tenant = await addClient(server)
    for (let day = 1; day <= 5; day++) {
      await tenant.data('POST', 'contacts/optouts', { Email: nextEmail(), DateOptOut: `2020-01-0${day}` })
    }
    const recent = await list("?$filter=DateOptOut%20ge%20DateTime'2020-01-03'&$top=2", tenant)
    assert.deepEqual([recent.Meta.TotalRowCount, recent.Meta.IsFiltered, recent.Data.length], [3, true, 2])
    assert.match(recent.Links?.Next?.Href ?? '', /\/3\/contacts\/optouts\?\$top=2&\$skip=2&\$filter=/)
    const { pathname, search } = new URL(recent.Links?.Next?.Href ?? '')
    const rest = await tenant.payload<OptOut[]>('GET', pathname + search)
    assert.deepEqual(
      rest.Data.map(({ DateOptOut }) => DateOptOut),
      ['2020-01-05T00:00:00Z'],
    )
    const newest = await list('?orderby=DateOptOut%20desc&select=DateOptOut&top=1', tenant)
    assert.deepEqual(newest.Data, [{ DateOptOut: '2020-01-05T00:00:00Z' }])
    assert.equal((await list('', await addClient(server))).Meta.TotalRowCount, 0)
  })

  it('show those of other places that close surveys, and no others', async () => {
    const [all, calls] = [nextNumber(), nextNumber()]
    await server.cli('optout', 'add', all, ...of)
    await server.cli('optout', 'add', calls, '--channel', 'calls', ...of)
    const phones = (await list('?top=1000')).Data.map(({ Phone }) => Phone)
    assert.deepEqual([phones.includes(all), phones.includes(calls)], [true, false])
  })

  it('are lifted by no write of the contact, and not by its removal', async () => {
    const [Email, Phone] = [nextEmail(), nextNumber()]
    const id = await client.addContact(undefined, { Email, Phone })
    await post({ ContactId: id })
    await client.data('PUT', `contacts/${id}`, { Email, Phone, IsOptedOut: false, DateOptOut: null })
    assert.equal((await contact(id)).IsOptedOut, true)
    await client.data('DELETE', `contacts/${id}`)
    const again = await client.addContact(undefined, { Email, Phone: Phone.replace('0', '+49') })
    assert.equal((await contact(again)).IsOptedOut, true)
    for (const address of [Email, Phone]) assert.equal((await why(address)).surveys?.may, false)
    await client.refused('DELETE', 'contacts/optouts', undefined, 405)
  })

  it('want the role for it, and a contact cannot be filtered by them', async () => {
    const { account, masterKey } = client.keys
    const reader = new Client(server, await addKeys(server, account, { roles: ['Contacts (read)'], masterKey }))
    assert.equal((await reader.call('GET', 'contacts/optouts')).status, 200)
    assert.equal((await reader.call('POST', 'contacts/optouts', { Email: nextEmail() })).status, 403)
    await client.refused('GET', 'contacts?filter=IsOptedOut%20eq%20false', undefined, 400, /IsOptedOut/)
  })
})
