import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Client, startCheckMarket } from '../support/checkmarket.ts'
import type { Server } from '../support/server.ts'

interface Contact {
  readonly ContactId: number
  readonly Surveys?: readonly unknown[]
  readonly Groups?: readonly { readonly GroupId: number; readonly Name: string }[]
}

describe('contacts and their groups', () => {
  let server: Server
  let client: Client
  before(async () => {
    ;({ server, client } = await startCheckMarket())
  })
  after(() => server.stop())

  const members = async (group: number) =>
    (await client.data<Contact[]>('GET', `contactgroups/${group}/contacts?top=1000`)).map(({ ContactId }) => ContactId)
  const count = async (group: number) =>
    (await client.data<{ ContactCount: number }>('GET', `contactgroups/${group}`)).ContactCount

  it('a contact can be in many groups', async () => {
    const [one, other] = [await client.addGroup({ Name: 'one' }), await client.addGroup({ Name: 'other' })]
    const contact = await client.addContact(one)
    for (let twice = 0; twice < 2; twice++) {
      assert.deepEqual(await client.data('PUT', `contactgroups/${other}/contacts/${contact}`), { Succeeded: true })
    }
    assert.deepEqual([await members(one), await members(other)], [[contact], [contact]])
    assert.deepEqual([await count(one), await count(other)], [1, 1])
    const { Groups, Surveys } = await client.data<Contact>('GET', `contacts/${contact}?expand=Groups,Surveys`)
    assert.deepEqual(
      Groups?.map(({ GroupId, Name }) => [GroupId, Name]),
      [
        [one, 'one'],
        [other, 'other'],
      ],
    )
    assert.deepEqual(Surveys, [])
    await client.refused('GET', `contacts/${contact}?expand=Nothing`, undefined, 400, /^The request is invalid/)
  })

  it('a contact that leaves its last group is gone', async () => {
    const [one, other] = [await client.addGroup(), await client.addGroup()]
    const contact = await client.addContact(one)
    await client.data('PUT', `contactgroups/${other}/contacts/${contact}`)
    assert.equal(await client.data('DELETE', `contactgroups/${one}/contacts/${contact}`), true)
    assert.equal(await client.data('DELETE', `contactgroups/${one}/contacts/${contact}`), false)
    await client.data('GET', `contacts/${contact}`)
    assert.equal(await client.data('DELETE', `contactgroups/${other}/contacts/${contact}`), true)
    await client.refused('GET', `contacts/${contact}`, undefined, 404, 'There is no such contact.')
    assert.deepEqual([await count(one), await count(other)], [0, 0])
  })

  it('a contact that is in no other group goes with its group', async () => {
    const [one, other] = [await client.addGroup(), await client.addGroup()]
    const [alone, shared] = [await client.addContact(one), await client.addContact(one)]
    await client.data('PUT', `contactgroups/${other}/contacts/${shared}`)
    assert.equal(await client.data('DELETE', `contactgroups/${one}`), true)
    await client.refused('GET', `contactgroups/${one}`, undefined, 404)
    await client.refused('DELETE', `contactgroups/${one}`, undefined, 404)
    await client.refused('GET', `contacts/${alone}`, undefined, 404)
    assert.deepEqual(await members(other), [shared])
  })

  it('a contact that is removed leaves every group', async () => {
    const group = await client.addGroup()
    const contact = await client.addContact(group)
    assert.equal(await client.data('DELETE', `contacts/${contact}`), true)
    assert.deepEqual([await members(group), await count(group)], [[], 0])
    await client.refused('DELETE', `contacts/${contact}`, undefined, 404)
  })

  it('the group of a new contact may stand in the body', async () => {
    const group = await client.addGroup()
    const made = await client.data<Contact>('POST', 'contacts', { Email: 'a@b.com', contactGroupId: String(group) })
    assert.deepEqual(await members(group), [made.ContactId])
    assert.deepEqual(await client.data('POST', 'contacts', { Email: 'a@b.com', ContactGroupId: 999999 }), {
      Succeeded: false,
      FailureMessage: 'The group with the given Id does not exist.',
    })
    await client.refused('POST', 'contacts?ContactGroupId=x', { Email: 'a@b.com' }, 400)
  })

  it('an unknown contact cannot be put into a group, an unknown group has nothing', async () => {
    const group = await client.addGroup()
    for (const contact of ['999999', 'x']) {
      assert.deepEqual(await client.data('PUT', `contactgroups/${group}/contacts/${contact}`), {
        Succeeded: false,
        FailureMessage: 'The contact with the given Id does not exist.',
      })
      assert.equal(await client.data('DELETE', `contactgroups/${group}/contacts/${contact}`), false)
    }
    for (const method of ['PUT', 'DELETE']) {
      await client.refused(method, `contactgroups/999999/contacts/1`, undefined, 404, 'There is no such group.')
    }
  })

  it('counts agree with the members, however many write at once', async () => {
    const groups = await Promise.all(Array.from({ length: 4 }, () => client.addGroup()))
    const keeper = await client.addGroup()
    const people = await Promise.all(Array.from({ length: 8 }, () => client.addContact(keeper)))
    const calls = people.flatMap((person, index) =>
      groups.flatMap((group, at) =>
        ['PUT', (index + at) % 3 === 0 ? 'DELETE' : 'PUT'].map((method) => ({ method, group, person })),
      ),
    )
    await Promise.all(
      calls.map(({ method, group, person }) => client.data(method, `contactgroups/${group}/contacts/${person}`)),
    )
    for (const group of groups) assert.equal(await count(group), (await members(group)).length)
    const listed = await client.payload<Contact[]>(
      'GET',
      `contactgroups/${keeper}/contacts?top=3&skip=6&orderby=ContactId desc`.replaceAll(' ', '%20'),
    )
    assert.equal(listed.Meta.TotalRowCount, 8)
    assert.deepEqual(
      listed.Data.map(({ ContactId }) => ContactId),
      people.toSorted((a, b) => b - a).slice(6),
    )
  })

  it('every write can be seen in the changes', async () => {
    const group = await client.addGroup({ Name: 'seen' })
    await client.addContact(group, { FirstName: 'Seen' })
    const changes = JSON.parse(await server.cli('changes', 'list', '--limit', '2', '--json')) as {
      noun: string
      verb: string
      origin: string
      subject: string
    }[]
    assert.deepEqual(
      changes.map(({ noun, verb, origin, subject }) => [noun, verb, origin, subject]),
      [
        ['contact', 'add', 'checkmarket', 'Seen'],
        ['group', 'add', 'checkmarket', 'seen'],
      ],
    )
  })
})
