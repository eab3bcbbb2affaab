import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { addKeys, Client as CheckMarket } from '../support/checkmarket.ts'
import { Lox24Client, type Phone } from '../support/lox24.ts'
import { multipart, multipartType } from '../support/multipart.ts'
import type { Server } from '../support/server.ts'
import { addAccount, type Client as Simotel, startSimotel } from '../support/simotel.ts'

const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31)

/** A person who has opted out, by each spelling of the number. */
interface Person {
  readonly number: string
  readonly spellings: readonly string[]
  readonly email: string
}

const people: readonly Person[] = [1, 2, 3].map((at) => ({
  number: `+98912111220${at}`,
  spellings: [`0912111220${at}`, `+98912111220${at}`, `0098912111220${at}`],
  email: `person${at}@example.com`,
}))

/** A write by a dialect. `at` chooses among the things that there are; `person` and `form` make a spelling. */
const writes = [
  ...(['simotel add', 'simotel update', 'simotel upload', 'simotel remove', 'simotel contact'] as const),
  ...(['lox24 group', 'lox24 put group', 'lox24 phone', 'lox24 put phone', 'lox24 batch'] as const),
  ...(['lox24 delete phone', 'lox24 delete group', 'lox24 block', 'lox24 unblock'] as const),
  ...(['checkmarket contact', 'checkmarket put', 'checkmarket delete', 'checkmarket opt out', 'undo'] as const),
] as const
const someWrites = fc.array(
  fc.record({
    write: fc.constantFrom(...writes),
    person: fc.nat({ max: people.length - 1 }),
    form: fc.nat({ max: 2 }),
    at: fc.nat({ max: 3 }),
  }),
  { minLength: 5, maxLength: 12 },
)

describe('an opt-out, written to by every dialect', () => {
  let server: Server
  let simotel: Simotel
  let lox24: Lox24Client
  let checkmarket: CheckMarket
  let of: readonly string[]
  before(async () => {
    server = await startSimotel()
    const account = await addAccount(server)
    of = ['--account', account.name]
    simotel = account.client
    checkmarket = new CheckMarket(server, await addKeys(server, account.name))
    await server.cli('account', 'set', account.name, '--country', 'IR')
    const key = JSON.parse(await server.cli('key', 'add', 'lox24', ...of, '--json')).key
    server.audit.hide(key.token)
    lox24 = new Lox24Client(server, `${key.clientId}:${key.token}`)
    const [all, byReason, byMail] = people
    await server.cli('optout', 'add', all?.spellings[0] ?? '', ...of)
    await server.cli('optout', 'add', byReason?.spellings[1] ?? '', '--channel', 'messages', '--code', '2', ...of)
    await server.cli('optout', 'add', byReason?.number ?? '', '--channel', 'surveys', ...of)
    await server.cli('optout', 'add', byMail?.number ?? '', '--channel', 'messages', ...of)
    for (const { email, number } of people) {
      await checkmarket.data('POST', 'contacts/optouts', { Email: email, Phone: number })
    }
  })
  after(() => server.stop())

  const groups: number[] = []
  const hexIds: string[] = []
  const contacts: number[] = []
  const pick = <T>(all: readonly T[], at: number): T | undefined => all.at(-1 - at) ?? all.at(-1)

  /** Writes, whatever the answer is: a refusal is as good, as long as nobody is opened. */
  async function take(write: (typeof writes)[number], phone: string, email: string, at: number): Promise<void> {
    const group = pick(groups, at)
    const phones = [{ phone, unsubscribed_at: null, unsubscribe_reason: null }]
    const onePhone = async () => (await lox24.call<Phone[]>('GET', `/groups/${group}/phones`)).body[0]?.id
    const contact = { Email: email, Phone: phone, IsOptedOut: false, DateOptOut: null }
    switch (write) {
      case 'simotel add': {
        const answer = await simotel.call('autodialer/groups/add', { name: `g${hexIds.length}`, numbers: [phone] })
        return void hexIds.push(JSON.parse(answer.text).data._id)
      }
      case 'simotel update':
        return void (await simotel.call('autodialer/groups/update', { _id: pick(hexIds, at), numbers: [phone] }))
      case 'simotel upload': {
        const body = multipart({ name: 'file', filename: 'a.csv', content: `${phone}\n` })
        const headers = { 'Content-Type': multipartType }
        const answer = await simotel.call('autodialer/groups/upload', body, { headers })
        const filename: unknown = JSON.parse(answer.text).data
        return void (await simotel.call('autodialer/groups/add', { name: `u${hexIds.length}`, filename }))
      }
      case 'simotel remove':
        return void (await simotel.call('autodialer/groups/remove', { _id: pick(hexIds, at) }))
      case 'simotel contact':
        return void (await simotel.call('autodialer/contacts/add', { name: 'c', number: phone }))
      case 'lox24 group':
        return void groups.push((await lox24.addGroup({ phones })).id)
      case 'lox24 put group':
        return void (await lox24.call('PUT', `/groups/${group}`, { phones }))
      case 'lox24 phone':
        return void (await lox24.call('POST', `/groups/${group}/phones`, phones[0]))
      case 'lox24 put phone':
        return void (await lox24.call('PUT', `/phones/${await onePhone()}`, phones[0]))
      case 'lox24 batch':
        return void (await lox24.call('POST', `/groups/${group}/phones/batch`, [...phones, {}]))
      case 'lox24 delete phone':
        return void (await lox24.call('DELETE', `/phones/${await onePhone()}`))
      case 'lox24 delete group':
        return void (await lox24.call('DELETE', `/groups/${group}`))
      case 'lox24 block':
        return void (await lox24.call('POST', '/blocked_numbers', { number: phone }))
      case 'lox24 unblock': {
        const { body } = await lox24.call<{ id: number }[]>('GET', '/blocked_numbers')
        return void (await lox24.call('DELETE', `/blocked_numbers/${pick(body, at)?.id}`))
      }
      case 'checkmarket contact':
        return void contacts.push(await checkmarket.addContact(undefined, contact))
      case 'checkmarket put':
        return void (await checkmarket.call('PUT', `contacts/${pick(contacts, at)}`, contact))
      case 'checkmarket delete':
        return void (await checkmarket.call('DELETE', `contacts/${pick(contacts, at)}`))
      case 'checkmarket opt out':
        return void (await checkmarket.call('POST', 'contacts/optouts', { Email: email }))
      case 'undo': {
        const changes = JSON.parse(await server.cli('changes', 'list', ...of, '--limit', String(at + 1), '--json'))
        return void (await server
          .cli('changes', 'undo', String(pick(changes, 0) && changes.at(-1).number))
          .catch(() => ''))
      }
    }
  }

  /** Everybody is closed: for messages as LOX24 sees it, and for surveys as CheckMarket does. */
  async function look(): Promise<void> {
    const wanted = people.flatMap(({ spellings }) => spellings)
    const { id } = await lox24.addGroup({ phones: wanted.map((phone) => ({ phone })) })
    const phones = await lox24.phones(id)
    assert.deepEqual(
      phones.filter(({ unsubscribed_at }) => unsubscribed_at === null),
      [],
    )
    await lox24.ok(204, 'DELETE', `/groups/${id}`)
    const closed = await checkmarket.data<{ Email?: string }[]>('GET', 'contacts/optouts?top=1000')
    for (const { email } of people)
      assert.ok(
        closed.some(({ Email }) => Email === email),
        email,
      )
  }

  it('holds', async () => {
    await look()
    await fc.assert(
      fc.asyncProperty(someWrites, async (steps) => {
        for (const { write, person, form, at } of steps) {
          const { spellings, email } = people[person] as Person
          await take(write, spellings[form] as string, email, at)
        }
        await look()
      }),
      { numRuns: 25, seed, endOnFailure: true },
    )
    for (const [at, { number }] of people.entries()) {
      const { channels } = JSON.parse(await server.cli('why', number, ...of, '--json'))
      assert.deepEqual([channels.messages.may, channels.surveys.may], [false, false], number)
      assert.equal(channels.calls.may, at !== 0)
    }
  })
})
