import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertRefused, type Client, json, startCheckMarket, xml, xmlBody } from '../support/checkmarket.ts'
import type { Server } from '../support/server.ts'

type Members = Readonly<Record<string, unknown>>

/** The text fields of the vendor's page with their limits. */
const limits: Readonly<Record<string, number>> = {
  FirstName: 50,
  LastName: 50,
  Phone: 20,
  Street: 50,
  HouseNumber: 6,
  Suite: 4,
  PostalCode: 15,
  City: 50,
  Province: 50,
  ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`CustomField${index + 1}`, 256])),
}

/**
 * Fields with a rule: accepted values with the stored ones, refused values, and the reason why the vendor refuses them.
 */
const ruled: Readonly<Record<string, { good: Readonly<Record<string, string>>; bad: readonly string[]; why: string }>> =
  {
    Email: {
      good: { 'a@b.com': 'a@b.com', 'x.y+z@sub.example.org': 'x.y+z@sub.example.org' },
      bad: ['a', 'a@', '@b', 'a b@c', 'a@b@c'],
      why: 'Invalid e-mail address specified',
    },
    LangCode: { good: { nl: 'nl', EN: 'en' }, bad: ['xx', 'q1'], why: 'Invalid language code specified' },
    Gender: { good: { M: 'M', f: 'F' }, bad: ['X', 'male'], why: 'Invalid gender specified' },
    DateOfBirth: {
      good: { '1980-02-29': '1980-02-29', '1980-12-31T00:00:00Z': '1980-12-31' },
      bad: ['1981-02-29', '1980-13-01', '31/12/1980', 'soon'],
      why: 'Invalid date',
    },
    State: { good: { NY: 'NY', ca: 'CA' }, bad: ['XX', 'N'], why: 'Unknown state code' },
    Country: { good: { BE: 'BE', us: 'US' }, bad: ['XX', 'EU', 'B'], why: 'Unknown country code' },
  }

const shownAs = (name: string) => (name === 'Country' ? 'CountryId' : name)

describe('each field of a contact', () => {
  let server: Server
  let client: Client
  before(async () => {
    ;({ server, client } = await startCheckMarket())
  })
  after(() => server.stop())

  const get = (id: number) => client.data<Members>('GET', `contacts/${id}`)
  const put = (id: number, members: Readonly<Record<string, string | null>>, type: string) =>
    client.call('PUT', `contacts/${id}`, type === json ? members : xmlBody('Contact', sorted(members)), {
      'Content-Type': type,
      Accept: json,
    })

  for (const type of [json, xml]) {
    for (const [name, max] of Object.entries(limits)) {
      it(`${name} in ${type}`, async () => {
        const id = await client.addContact()
        const email = 'a@b.com'
        for (const text of ['x'.repeat(max), 'é'.repeat(max), '<&>']) {
          assert.equal((await put(id, { Email: email, [name]: text }, type)).status, 200)
          assert.equal((await get(id))[name], text)
        }
        const past = await put(id, { Email: email, [name]: 'x'.repeat(max + 1) }, type)
        assertRefused(past, 400, `The field ${name} must be a string or array type with a maximum length of '${max}'.`)
        assert.equal((await get(id))[name], '<&>')
        for (const nothing of ['', null, undefined]) {
          await put(id, { Email: email, [name]: 'x' }, type)
          const body = nothing === undefined ? { Email: email } : { Email: email, [name]: nothing }
          assert.equal((await put(id, body, type)).status, 200)
          assert.equal((await get(id))[name], undefined, `${name} as ${nothing}`)
        }
      })
    }

    for (const [name, { good, bad, why }] of Object.entries(ruled)) {
      it(`${name} in ${type}`, async () => {
        const id = await client.addContact()
        for (const [given, stored] of Object.entries(good)) {
          assert.equal((await put(id, { [name]: given }, type)).status, 200, given)
          assert.equal((await get(id))[shownAs(name)], stored)
        }
        const was = await get(id)
        for (const given of bad) {
          assertRefused(await put(id, { [name]: given }, type), 400, `The request is invalid. ${why}.`)
          const made = await client.data('POST', 'contacts', { Email: 'a@b.com', [name]: given })
          assert.deepEqual(made, { Succeeded: false, FailureMessage: why }, given)
        }
        assert.deepEqual(await get(id), was)
      })
    }
  }

  it('Phone is the number that is written, and another text as it was given', async () => {
    const id = await client.addContact()
    for (const [given, shown] of [
      ['+32 (0) 9 222 00 00', '+3292220000'],
      ['\u202a+32 475\u202c', '+32475'],
      ['۰۹۱۲ ۱۱۱', '0912111'],
      ['ask for Ali', 'ask for Ali'],
      ['09222 / 09333', '09222 / 09333'],
    ] as const) {
      for (const type of [json, xml]) {
        assert.equal((await put(id, { Phone: given }, type)).status, 200)
        assert.equal((await get(id)).Phone, shown)
      }
    }
  })

  it('a new contact needs an e-mail address', async () => {
    const failure = { Succeeded: false, FailureMessage: 'No e-mail address specified' }
    for (const body of [{ FirstName: 'x' }, { Email: '' }, { Email: null }]) {
      assert.deepEqual(await client.data('POST', 'contacts', body), failure)
    }
  })

  it('a contact that names no language has that of the query string, or English', async () => {
    const made = await client.data<{ ContactId: number }>('POST', 'contacts?DefaultLanguage=nl', { Email: 'a@b.com' })
    assert.equal((await get(made.ContactId)).LangCode, 'nl')
    await put(made.ContactId, { Email: 'a@b.com' }, json)
    assert.equal((await get(made.ContactId)).LangCode, 'en')
  })

  it('a change replaces the contact whole', async () => {
    const id = await client.addContact(undefined, { FirstName: 'John', City: 'Ghent', CustomField20: 'x' })
    assert.equal(await client.data('PUT', `contacts/${id}`, { LastName: 'Doe' }), true)
    const { ContactId, LastName, LangCode, IsBounced, IsOptedOut, Links, ...others } = await get(id)
    assert.deepEqual(
      { ContactId, LastName, LangCode, IsBounced, IsOptedOut },
      { ContactId: id, LastName: 'Doe', LangCode: 'en', IsBounced: false, IsOptedOut: false },
    )
    assert.deepEqual(others, {})
  })
})

function sorted<T>(members: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)))
}
