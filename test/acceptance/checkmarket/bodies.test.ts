import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertRefused, type Client, json, startCheckMarket, xml } from '../support/checkmarket.ts'
import type { Server } from '../support/server.ts'

interface Group {
  readonly Name: string
  readonly Description?: string
  readonly GroupFolderId?: number
}

const form = 'application/x-www-form-urlencoded'

describe('bodies', () => {
  let server: Server
  let client: Client
  let folder: number
  before(async () => {
    ;({ server, client } = await startCheckMarket())
    folder = await client.addFolder()
  })
  after(() => server.stop())

  /** Changes a new group, which has a description and lies in a folder. Returns the group as it is stored then. */
  async function change(body: string | Buffer, type: string): Promise<Group> {
    const id = await client.addGroup({ Name: 'before', Description: 'before', GroupFolderId: folder })
    const answer = await client.call('PUT', `contactgroups/${id}`, body, { 'Content-Type': type })
    assert.equal(answer.status, 200, answer.text)
    const { Name, Description, GroupFolderId } = await client.data<Group>('GET', `contactgroups/${id}`)
    return { Name, Description: Description ?? '', GroupFolderId: GroupFolderId ?? 0 }
  }

  async function refused(body: string | Buffer, type: string, text: RegExp): Promise<void> {
    const id = await client.addGroup({ Name: 'before' })
    const headers = { 'Content-Type': type, 'Accept-Charset': 'utf-8', Accept: json }
    assertRefused(await client.call('PUT', `contactgroups/${id}`, body, headers), 400, text)
    assert.equal((await client.data<Group>('GET', `contactgroups/${id}`)).Name, 'before')
  }

  const unchanged = { Name: 'z', Description: 'before' }

  it('of a form: an empty or blank field is null, and of a repeated field the first counts', async () => {
    const rows: Readonly<Record<string, Group>> = {
      'Name=z&Description=&GroupFolderId=': { ...unchanged, GroupFolderId: folder },
      'Name=z&Description=+&GroupFolderId=%20': { ...unchanged, GroupFolderId: folder },
      'Name=z&Name=y&name=x': { ...unchanged, GroupFolderId: folder },
      'Name[]=z': { ...unchanged, GroupFolderId: folder },
      'Name%5B%5D=z&Name[]=y': { ...unchanged, GroupFolderId: folder },
      'Name=z&Description=new+text&GroupFolderId=0': { Name: 'z', Description: 'new text', GroupFolderId: 0 },
      'NAME=z&__proto__=x&Other=y': { ...unchanged, GroupFolderId: folder },
    }
    for (const [body, stored] of Object.entries(rows)) assert.deepEqual(await change(body, form), stored, body)
    for (const body of ['Name=', 'Name=+', 'Name=&Name=z', 'Other=x', 'Name[0]=z', 'Name[x]=z']) {
      await refused(body, form, /^The Name field is required\.$/)
    }
    await refused('Name=z&GroupFolderId=x', form, /^The field GroupFolderId must be a number\.$/)
  })

  it('of JSON: a number as a text keeps its digits', async () => {
    for (const source of ['12345678901234567890', '0.10', '-5', '1e400', '01', '0x1F', '1.50']) {
      const { Name, Description } = await change(`{"Name":${source},"Description":${source}}`, json)
      assert.deepEqual([Name, Description], [source, source])
    }
    await refused(`{"Name":${'1'.repeat(101)}}`, json, /maximum length of '100'/)
  })

  it('of JSON: a number that begins with a zero is octal, and an empty text is null', async () => {
    const tenth = await client.addFolder()
    const octal = `0${tenth.toString(8)}`
    const stored = async (given: string) => (await change(`{"Name":"z","GroupFolderId":${given}}`, json)).GroupFolderId
    assert.deepEqual(
      [await stored(octal), await stored(`0x${tenth.toString(16)}`), await stored(`"${tenth}"`), await stored('00')],
      [tenth, tenth, tenth, 0],
    )
    assert.deepEqual([await stored('""'), await stored("''"), await stored('null')], [folder, folder, folder])
    for (const given of ['1.5', '1e9', '99999999999999999999', 'NaN', 'Infinity', '" "']) {
      await refused(
        `{"Name":"z","GroupFolderId":${given}}`,
        json,
        /^The field GroupFolderId must be (a number|between)/,
      )
    }
  })

  const texts: Readonly<Record<string, string>> = {
    [json]: '{"Name":"é😀","Description":"سلام"}',
    [xml]: '<SimpleGroup><Description>سلام</Description><Name>é😀</Name></SimpleGroup>',
    [form]: 'Name=é😀&Description=سلام',
  }
  for (const [type, text] of Object.entries(texts)) {
    it(`in UTF-16: ${type}`, async () => {
      const stored = { Name: 'é😀', Description: 'سلام', GroupFolderId: folder }
      const low = (body: string) => Buffer.from(body, 'utf16le')
      const high = (body: string) => low(body).swap16()
      for (const [charset, body] of [
        ['; charset=utf-16', low(text)],
        ['; charset=UTF-16', low(`\ufeff${text}`)],
        ['; charset="utf-16"', low(text)],
        [';charset=utf-16le', low(text)],
        ['; charset=utf-16le', low(`\ufeff${text}`)],
        ['; charset=utf-16be', high(text)],
        ['; charset=utf-16be', high(`\ufeff${text}`)],
        ['; charset=utf-16', high(`\ufeff${text}`)],
        ['', low(`\ufeff${text}`)],
        ['', high(`\ufeff${text}`)],
        ['; charset=utf-16', Buffer.from(`\ufeff${text}`)],
        ['; charset=utf-8', Buffer.from(text)],
        ['; charset=unknown', Buffer.from(text)],
      ] as const) {
        assert.deepEqual(await change(body, type + charset), stored, charset)
      }
      await refused(low(text).subarray(1), `${type}; charset=utf-16`, /^The /)
      await refused(
        Buffer.concat([low(text), Buffer.from([0xd8])]),
        `${type}; charset=utf-16`,
        /^The request is invalid\. The /,
      )
      await refused(Buffer.from([0x00, 0xd8, 0x00, 0x00]), `${type}; charset=utf-16`, /is not UTF-8, nor UTF-16/)
    })
  }

  it('in UTF-16 may declare it in XML, too', async () => {
    const document = '<?xml version="1.0" encoding="utf-16"?><SimpleGroup><Name>z</Name></SimpleGroup>'
    const body = Buffer.from(document, 'utf16le')
    assert.equal((await change(body, `${xml}; charset=utf-16`)).Name, 'z')
  })

  it('of a contact: a field that is absent, null or empty has no value', async () => {
    for (const body of ['{"Email":"a@b.com"}', '{"Email":"a@b.com","City":null}', '{"Email":"a@b.com","City":""}']) {
      const id = await client.addContact(undefined, { City: 'Ghent' })
      assert.equal(await client.data('PUT', `contacts/${id}`, body), true)
      assert.equal((await client.data<{ City?: string }>('GET', `contacts/${id}`)).City, undefined)
    }
    const made = await client.data<{ Succeeded: boolean }>('POST', 'contacts', { Email: 'a@b.com', ContactGroupId: '' })
    assert.equal(made.Succeeded, true)
  })

  it('of a contact count in UTF-16, too', async () => {
    const id = await client.addContact()
    const put = (FirstName: string) => client.call('PUT', `contacts/${id}`, { Email: 'a@b.com', FirstName })
    assert.equal((await put('😀'.repeat(25))).status, 200)
    assertRefused(await put('😀'.repeat(26)), 400, /^The field FirstName must be .* maximum length of '50'\.$/)
  })

  it('mean the same when another thread reads them, since they are long', async () => {
    const more = 'x'.repeat(100_000)
    const nested = `{"a":${'[1.50,'.repeat(20_000)}1${']'.repeat(20_000)}}`
    const stored = { ...unchanged, GroupFolderId: folder }
    assert.deepEqual(await change(`{"Name":'z',more:"${more}",}`, json), stored)
    assert.deepEqual(await change(`{"Name":1.50,"Description":null,"more":"${more}"}`, json), {
      ...stored,
      Name: '1.50',
    })
    assert.deepEqual(await change(`Name=z&more=${more}`, form), stored)
    assert.deepEqual(await change(`<SimpleGroup><Name>z</Name><more>${more}</more></SimpleGroup>`, xml), stored)
    await refused(`{"Name":["${more}"]}`, json, /^The field Name must be a string\.$/)
    await refused(`{"Name":"${more}"}`, json, /maximum length of '\d+'\.$/)
    await refused(`{"more":"${more}"}`, json, /^The Name field is required\.$/)
    await refused(
      `{"Name":${nested}}`,
      json,
      /^The request is invalid\. The body is not JSON: there are more than 256 levels/,
    )
    await refused(`<SimpleGroup><Name>${more}`, xml, /^The request is invalid\. The body is not XML that is read/)
  })
})
