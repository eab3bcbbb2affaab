import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addKeys, Client as CheckMarketClient } from '../support/checkmarket.ts'
import type { Server } from '../support/server.ts'
import { addAccount, type Client as SimotelClient, startSimotel } from '../support/simotel.ts'
import type { Pages, Row } from '../support/things.ts'

describe('one book, two dialects', () => {
  let server: Server
  let simotel: SimotelClient
  let checkmarket: CheckMarketClient
  before(async () => {
    server = await startSimotel()
    const account = await addAccount(server)
    simotel = account.client
    checkmarket = new CheckMarketClient(server, await addKeys(server, account.name))
  })
  after(() => server.stop())

  const rows = async (noun: 'groups' | 'contacts', name: string): Promise<Row[]> =>
    (await simotel.data<Pages>(`autodialer/${noun}/search`, { alike: false, conditions: { name } })).data
  const numbersOf = async (id: string) =>
    (await simotel.data<{ numbers: string[] }>('autodialer/groups/update', { _id: id })).numbers
  const one = async (path: string, filter: string) => {
    const found = await checkmarket.data<Record<string, unknown>[]>(
      'GET',
      `${path}?filter=${encodeURIComponent(filter)}`,
    )
    assert.equal(found.length, 1, filter)
    return found[0] ?? {}
  }

  it('a group that Simotel made is renamed and moved in CheckMarket, and keeps its numbers in Simotel', async () => {
    const numbers = ['1111', '2222', '+98912', '*5']
    const { _id } = await simotel.data<{ _id: string }>('autodialer/groups/add', {
      name: 'made there',
      numbers,
      description: 'described there',
    })
    const { GroupId, Description } = await one('contactgroups', "Name eq 'made there'")
    assert.equal(Description, 'described there')
    const folder = await checkmarket.addFolder()
    await checkmarket.data('PUT', `contactgroups/${GroupId}`, { Name: 'renamed here', GroupFolderId: folder })
    assert.deepEqual(await rows('groups', 'made there'), [])
    const [row] = await rows('groups', 'renamed here')
    assert.deepEqual([row?._id, row?.count, row?.description], [_id, 4, 'described there'])
    assert.deepEqual(await numbersOf(_id), numbers)

    const contact = await checkmarket.addContact(Number(GroupId))
    await simotel.data('autodialer/groups/update', { _id, name: 'renamed there', numbers: ['3'] })
    const group = await checkmarket.data<Record<string, unknown>>('GET', `contactgroups/${GroupId}`)
    assert.deepEqual([group.Name, group.GroupFolderId, group.ContactCount], ['renamed there', folder, 1])

    await simotel.data('autodialer/groups/remove', { _id })
    await checkmarket.refused('GET', `contactgroups/${GroupId}`, undefined, 404)
    const { GroupCount, ContactCount } = await checkmarket.data<Record<string, unknown>>(
      'GET',
      `contactfolders/${folder}`,
    )
    assert.deepEqual([GroupCount, ContactCount], [0, 0])
    // Simotel knows nothing of contacts in groups, and must not remove any.
    await checkmarket.data('GET', `contacts/${contact}`)
  })

  it('a group that CheckMarket made has no numbers in Simotel, and can be given some', async () => {
    await checkmarket.addGroup({ Name: 'made here', Description: 'described here' })
    const [row] = await rows('groups', 'made here')
    assert.deepEqual([row?.count, row?.description], [0, 'described here'])
    await simotel.data('autodialer/groups/update', { _id: row?._id, numbers: ['1', '2'] })
    assert.deepEqual(await numbersOf(String(row?._id)), ['1', '2'])
  })

  it('a contact has one name in Simotel and two in CheckMarket, and each follows the other', async () => {
    await simotel.data('autodialer/contacts/add', { name: 'Ali Reza Ahmadi', number: '0912', description: 'kept' })
    const contact = await one('contacts', "Phone eq '0912'")
    assert.deepEqual([contact.FirstName, contact.LastName, contact.Email], ['Ali', 'Reza Ahmadi', undefined])
    const id = contact.ContactId
    await checkmarket.data('PUT', `contacts/${id}`, {
      FirstName: 'Ali Reza',
      LastName: 'Ahmadi',
      Phone: '0912',
      City: 'Qom',
    })
    const [row] = await rows('contacts', 'Ali Reza Ahmadi')
    assert.deepEqual([row?.number, row?.description], ['0912', 'kept'])
    const both = await checkmarket.data<Record<string, unknown>>('GET', `contacts/${id}`)
    assert.deepEqual([both.FirstName, both.LastName], ['Ali Reza', 'Ahmadi'])

    await simotel.data('autodialer/contacts/update', { _id: row?._id, name: 'Ali Reza Ahmadi', number: '0913' })
    const same = await checkmarket.data<Record<string, unknown>>('GET', `contacts/${id}`)
    assert.deepEqual([same.FirstName, same.LastName, same.Phone, same.City], ['Ali Reza', 'Ahmadi', '0913', 'Qom'])
    await simotel.data('autodialer/contacts/update', { _id: row?._id, name: 'Sara' })
    const renamed = await checkmarket.data<Record<string, unknown>>('GET', `contacts/${id}`)
    assert.deepEqual([renamed.FirstName, renamed.LastName, renamed.Phone], ['Sara', undefined, '0913'])

    const group = await checkmarket.addGroup()
    await checkmarket.data('PUT', `contactgroups/${group}/contacts/${id}`)
    await simotel.data('autodialer/contacts/remove', { _id: row?._id })
    assert.deepEqual(await checkmarket.data('GET', `contactgroups/${group}/contacts`), [])
  })

  it('a key of one dialect opens nothing in the other', async () => {
    const { key, masterKey } = checkmarket.keys
    const foreign = await simotel.call('setting/ping/act', {}, { headers: { 'X-APIKEY': key, Authorization: '' } })
    assert.equal(foreign.status, 401)
    const token = simotel.key.token
    const answer = await checkmarket.call('GET', '/3', undefined, { 'X-Key': token, 'X-Master-Key': masterKey })
    assert.equal(answer.status, 401)
  })
})
