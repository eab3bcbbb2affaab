import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Client, type Payload, startCheckMarket, xml } from '../support/checkmarket.ts'
import type { Server } from '../support/server.ts'

interface Group {
  readonly GroupId: number
  readonly Name: string
}

describe('lists', () => {
  let server: Server
  let client: Client
  let ids: number[]
  before(async () => {
    ;({ server, client } = await startCheckMarket())
    ids = []
    for (let index = 0; index < 30; index++) ids.push(await client.addGroup({ Name: `group ${index % 7}` }))
  })
  after(() => server.stop())

  const page = (query: string) => client.payload<Group[]>('GET', `contactgroups?${query}`)
  const metaOf = ({ Meta: { Status, Timestamp, ...paging } }: Payload) => paging

  it('have 25 items unless they are asked for more or fewer', async () => {
    const first = await page('')
    assert.equal(first.Data.length, 25)
    assert.deepEqual(metaOf(first), {
      TotalRowCount: 30,
      Limit: 25,
      Offset: 0,
      TotalPageCount: 2,
      StartRec: 1,
      StopRec: 25,
      IsFiltered: false,
    })
    assert.deepEqual(first.Links, {
      Next: { Href: `${server.origin}/3/contactgroups?$top=25&$skip=25`, Method: 'GET' },
    })
    for (const [query, length] of [
      ['top=7', 7],
      ['$TOP=7', 7],
      ['top=0', 0],
      ['top=1000', 30],
      ['top=5000', 30],
      ['top=2147483647', 30],
      ['skip=2147483647', 0],
      ['skip=28', 2],
      ['$skip=100', 0],
    ] as const) {
      assert.equal((await page(query)).Data.length, length, query)
    }
    assert.equal((await page('top=5000')).Meta.Limit, 1000)
    assert.equal((await page('top=7')).Meta.TotalPageCount, 5)
    for (const query of ['top=2147483648', 'top=99999999999', 'skip=2147483648']) {
      await client.refused('GET', `contactgroups?${query}`, undefined, 400, /must be at most 2147483647\.$/)
    }
    for (const query of ['top=-1', 'top=x', 'skip=1.5', 'skip=99999999999', 'orderby=Nothing', 'orderby=Name up']) {
      await client.refused('GET', `contactgroups?${encodeURI(query)}`, undefined, 400, /^The request is invalid/)
    }
  })

  it('can be walked through by their links, forth and back', async () => {
    const walk = async (start: string, rel: 'Next' | 'Previous') => {
      const seen: number[] = []
      let href: string | undefined = start
      while (href) {
        const { Data, Links }: Payload<Group[]> = await client.payload<Group[]>('GET', href)
        seen.push(...Data.map(({ GroupId }) => GroupId))
        href = Links?.[rel]?.Href.replace(server.origin, '')
      }
      return seen
    }
    const query = `orderby=${encodeURIComponent('Name desc, GroupId')}&filter=${encodeURIComponent('GroupId gt 0')}`
    const forth = await walk(`/3/contactgroups?top=7&${query}`, 'Next')
    assert.deepEqual(
      forth.toSorted((a, b) => a - b),
      ids,
    )
    assert.notDeepEqual(forth, ids)
    const back = await walk(`/3/contactgroups?top=5&skip=25&${query}`, 'Previous')
    assert.deepEqual(
      back.toSorted((a, b) => a - b),
      ids,
    )
  })

  it('name the place in orderby that cannot be read', async () => {
    const orders: Readonly<Record<string, string>> = {
      'Name,  Nothing': "Could not find a property named 'Nothing' on type 'Group' at position 7 in 'Name,  Nothing'.",
      'Name desc,GroupId up': "Syntax error at position 10 in 'Name desc,GroupId up'.",
      'Name,,GroupId': "Syntax error at position 5 in 'Name,,GroupId'.",
    }
    for (const [orderby, text] of Object.entries(orders)) {
      const path = `contactgroups?orderby=${encodeURIComponent(orderby)}`
      await client.refused('GET', path, undefined, 400, `The request is invalid. ${text}`)
    }
  })

  it('are ordered by ten properties and no more', async () => {
    const names = (count: number) => Array.from({ length: count }, () => 'Name').join(',')
    assert.equal((await page(`orderby=${names(10)}`)).Data.length, 25)
    const text = 'The request is invalid. The value of orderby must name at most 10 properties.'
    await client.refused('GET', `contactgroups?orderby=${names(11)}`, undefined, 400, text)
  })

  it('are ordered by what is asked, by id where that says nothing', async () => {
    const order = async (orderby: string) =>
      (await page(`top=100&orderby=${encodeURIComponent(orderby)}`)).Data.map(
        ({ Name, GroupId }) => `${Name}:${GroupId}`,
      )
    const byName = (sign: number, tie: number) =>
      ids
        .map((id, index) => ({ id, name: `group ${index % 7}` }))
        .sort((a, b) => (a.name === b.name ? tie * (a.id - b.id) : sign * (a.name < b.name ? -1 : 1)))
        .map(({ id, name }) => `${name}:${id}`)
    assert.deepEqual(await order('Name'), byName(1, 1))
    assert.deepEqual(await order('name ASC'), byName(1, 1))
    assert.deepEqual(await order('Name desc'), byName(-1, -1))
    assert.deepEqual(await order('Name desc,GroupId'), byName(-1, 1))
    assert.deepEqual(await order('Name,GroupId desc'), byName(1, -1))
    assert.deepEqual(await order('ShowEmail,GroupFolderId,Name'), byName(1, 1))
    assert.deepEqual(
      (await page('')).Data.map(({ GroupId }) => GroupId),
      ids.slice(0, 25),
    )
  })

  it('show only what is selected', async () => {
    const { Data } = await page('top=1&select=name,GroupId')
    assert.deepEqual(Data, [{ GroupId: ids[0], Name: 'group 0' }])
    await client.refused('GET', 'contactgroups?select=Nothing', undefined, 400, /named 'Nothing' on type 'Group'/)
    const inXml = await client.call('GET', 'contactgroups?top=1&select=Name,Description', undefined, { Accept: xml })
    assert.match(
      inXml.text,
      /<Data><Group z:Id="i2"><Description i:nil="true" \/><Name>group 0<\/Name><\/Group><\/Data>/,
    )
  })

  it('have an ETag that changes with them, where the vendor caches them', async () => {
    for (const [path, seconds] of [
      ['contactgroups', 60],
      ['contacts', 600],
      ['/3', 86_400],
    ] as const) {
      const first = await client.call('GET', path)
      const etag = String(first.headers.etag)
      assert.match(etag, /^W\/"[\w-]{22}"$/)
      assert.equal(first.headers['cache-control'], `private, max-age=${seconds}`)
      for (const known of [etag, etag.slice(2), `"x", ${etag}`, '*']) {
        const second = await client.call('GET', path, undefined, { 'If-None-Match': known })
        assert.deepEqual([second.status, second.text, second.headers.etag], [304, '', etag])
      }
      const always = await client.call('GET', `${path}?statusok`, undefined, { 'If-None-Match': etag })
      assert.equal(always.status, 200)
      const other = await client.call('GET', path, undefined, { 'If-None-Match': etag, Accept: xml })
      assert.equal(other.status, 200)
    }
    const { etag } = (await client.call('GET', 'contactgroups')).headers
    await client.data('PUT', `contactgroups/${ids[0]}`, { Name: 'another' })
    const changed = await client.call('GET', 'contactgroups', undefined, { 'If-None-Match': String(etag) })
    assert.equal(changed.status, 200)
    await client.data('PUT', `contactgroups/${ids[0]}`, { Name: 'group 0' })
    // One thing has a strong tag, its revision.
    assert.match(String((await client.call('GET', `contactgroups/${ids[0]}`)).headers.etag), /^"[\w.-]+"$/)
  })
})
