import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  assertRefused,
  assertTooLarge,
  type Client,
  json,
  rootAttributes,
  startCheckMarket,
  xml,
  xmlBody,
} from '../support/checkmarket.ts'
import { cpuMsOf } from '../support/cpu-time.ts'
import { exchange } from '../support/http.ts'
import type { Server } from '../support/server.ts'

interface Group {
  readonly Name: string
  readonly Description?: string
}

const before_ = { Name: 'before', Description: 'before' }

describe('bodies in XML', () => {
  let server: Server
  let lenient: Server
  let client: Client
  let lenientClient: Client
  before(async () => {
    ;({ server, client } = await startCheckMarket())
    const started = await startCheckMarket({ env: { DIALBOOK_CHECKMARKET_LENIENT_XML: 'true' } })
    ;({ server: lenient, client: lenientClient } = started)
  })
  after(() => Promise.all([server.stop(), lenient.stop()]))

  /** Changes a new group by a document. Returns the group as it is stored then. */
  async function change(body: string | Buffer, of = client): Promise<Group> {
    const id = await of.addGroup(before_)
    const answer = await of.call('PUT', `contactgroups/${id}`, body, { 'Content-Type': xml })
    assert.equal(answer.status, 200, answer.text)
    return of.data<Group>('GET', `contactgroups/${id}`)
  }

  async function refused(body: string | Buffer, text: RegExp): Promise<void> {
    const id = await client.addGroup(before_)
    const begun = cpuMsOf(server)
    const answer = await client.call('PUT', `contactgroups/${id}`, body, { 'Content-Type': xml, Accept: json })
    const took = cpuMsOf(server) - begun
    assertRefused(answer, 400, text)
    assert.ok(took < 5000, `it took ${took} ms of computing`)
    assert.equal((await client.data<Group>('GET', `contactgroups/${id}`)).Name, 'before')
  }

  const taken: Readonly<Record<string, string | Buffer>> = {
    'a bare root': '<SimpleGroup><Name>it</Name></SimpleGroup>',
    'a declaration and a byte order mark':
      '\ufeff<?xml version="1.0" encoding="utf-8"?>\n<SimpleGroup><Name>it</Name></SimpleGroup>',
    'UTF-16': Buffer.from(
      '\ufeff<?xml version="1.0" encoding="utf-16"?><SimpleGroup><Name>it</Name></SimpleGroup>',
      'utf16le',
    ),
    'comments and instructions': '<!-- a --><SimpleGroup><?b c?><Name>i<!-- d -->t</Name></SimpleGroup><!-- e -->',
    'CDATA and references': '<SimpleGroup><Name><![CDATA[i]]>&#x74;</Name></SimpleGroup>',
    'unknown elements': '<SimpleGroup><Aaa><Bbb>1</Bbb></Aaa><GroupId>7</GroupId><Name>it</Name><Zzz /></SimpleGroup>',
    'a prefix for no namespace of ours':
      '<SimpleGroup><x:Name xmlns:x="urn:x">no</x:Name><Name>it</Name></SimpleGroup>',
    'the type of the root by its name, and any of a member': `<SimpleGroup ${rootAttributes} i:type="SimpleGroup"><Name i:type="i:x">it</Name></SimpleGroup>`,
    'references and types in what is unknown': `<SimpleGroup ${rootAttributes}><Aaa z:Ref="i9" i:type="q:x">text<B/></Aaa><Name>it</Name></SimpleGroup>`,
    'white space between elements': '<SimpleGroup>\r\n\t<Name>it</Name> </SimpleGroup>',
    'the first of equal elements': '<SimpleGroup><Name>it</Name><Name>no</Name></SimpleGroup>',
  }
  for (const [what, body] of Object.entries(taken)) {
    it(`take ${what}`, async () => assert.equal((await change(body)).Name, 'it'))
  }

  it('lose an element that comes after a later one, unless the setting takes any order', async () => {
    const body =
      '<SimpleGroup><Name>it</Name><GroupFolderId>0</GroupFolderId><Description>new</Description></SimpleGroup>'
    assert.equal((await change(body)).Description, 'before')
    assert.equal((await change(body, lenientClient)).Description, 'new')
  })

  it('keep a member that is absent or null, and clear an empty one', async () => {
    const described = async (element: string) =>
      (await change(`<SimpleGroup ${rootAttributes}>${element}<Name>n</Name></SimpleGroup>`)).Description
    assert.equal(await described(''), 'before')
    assert.equal(await described('<Description i:nil="true" />'), 'before')
    assert.equal(await described('<Description />'), '')
    assert.equal(await described('<Description> a\n&lt;b&gt;&amp; </Description>'), ' a\n<b>& ')
  })

  it('give back every character that they took', async () => {
    const text = 'é😀 <&> "quotes" \'single\' ]]> tab\tline\nend'
    const id = await client.addGroup()
    const body = xmlBody('SimpleGroup', { Description: text.replace(']]>', ']]&gt;'), Name: 'n' }).replace(
      '&amp;gt;',
      '&gt;',
    )
    assert.equal((await client.call('PUT', `contactgroups/${id}`, body, { 'Content-Type': xml })).status, 200)
    assert.equal((await client.data<Group>('GET', `contactgroups/${id}`)).Description, text)
    const shown = (await client.call('GET', `contactgroups/${id}`, undefined, { Accept: xml })).text
    assert.ok(
      shown.includes('<Description>é😀 &lt;&amp;&gt; "quotes" \'single\' ]]&gt; tab\tline\nend</Description>'),
      shown,
    )
    assert.equal(
      (await change(`<SimpleGroup>${/<Description>.*<\/Description>/s.exec(shown)?.[0]}<Name>n</Name></SimpleGroup>`))
        .Description,
      text,
    )
  })

  const root = /Expecting element 'SimpleGroup' from namespace ''\. Encountered/
  const wrong: Readonly<Record<string, readonly [string | Buffer, RegExp]>> = {
    'another root': ['<Group><Name>it</Name></Group>', root],
    'a root in another case': ['<simplegroup><Name>it</Name></simplegroup>', root],
    'a root in a namespace': ['<SimpleGroup xmlns="urn:x"><Name>it</Name></SimpleGroup>', root],
    'names in another case': ['<SimpleGroup><name>it</name></SimpleGroup>', /^The Name field is required\.$/],
    'a null root': [`<SimpleGroup ${rootAttributes} i:nil="true" />`, /The SimpleGroup is required/],
    'elements where text belongs': ['<SimpleGroup><Name><b>it</b></Name></SimpleGroup>', /Name must not hold elements/],
    'text before the elements': ['<SimpleGroup>text<Name>it</Name></SimpleGroup>', /text between the elements/],
    'text after the elements': ['<SimpleGroup><Name>it</Name>text</SimpleGroup>', /text between the elements/],
    'CDATA between elements': ['<SimpleGroup><![CDATA[x]]><Name>it</Name></SimpleGroup>', /text between the elements/],
    'text alone': ['<SimpleGroup>text</SimpleGroup>', /text between the elements/],
    'an unknown type': [
      `<SimpleGroup ${rootAttributes} i:type="Other"><Name>it</Name></SimpleGroup>`,
      /contains data of the ':Other' data contract/,
    ],
    'a known type in another namespace': [
      `<SimpleGroup ${rootAttributes} i:type="z:SimpleGroup"><Name>it</Name></SimpleGroup>`,
      /contains data of the 'http:\/\/schemas\.microsoft\.com\/2003\/10\/Serialization\/:SimpleGroup' data contract/,
    ],
    'a type whose prefix has no namespace': [
      `<SimpleGroup ${rootAttributes}><Name i:type="q:string">it</Name></SimpleGroup>`,
      /The type of Name has no namespace/,
    ],
    'a reference': [
      `<SimpleGroup ${rootAttributes.replace('z:Id', 'z:Ref')} />`,
      /object with reference id 'i1' not found/,
    ],
    'a member that is a reference': [
      `<SimpleGroup ${rootAttributes}><Name z:Ref="i7" /></SimpleGroup>`,
      /object with reference id 'i7' not found/,
    ],
    'an empty body': ['', /The SimpleGroup is required/],
    JSON: ['{"Name":"it"}', /not well-formed/],
    'a truncated document': ['<SimpleGroup><Name>it</Name>', /not well-formed/],
    'an unknown entity': ['<SimpleGroup><Name>&it;</Name></SimpleGroup>', /not well-formed/],
    'an unbound prefix': ['<SimpleGroup z:Id="i1"><Name>it</Name></SimpleGroup>', /not well-formed/],
    'two roots': ['<SimpleGroup><Name>it</Name></SimpleGroup><SimpleGroup />', /not well-formed/],
    'another encoding': [
      '<?xml version="1.0" encoding="latin1"?><SimpleGroup><Name>it</Name></SimpleGroup>',
      /only UTF-8 and UTF-16/,
    ],
    'a declaration of a type': [
      '<!DOCTYPE SimpleGroup><SimpleGroup><Name>it</Name></SimpleGroup>',
      /type declaration is refused/,
    ],
    'an external entity': [
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><SimpleGroup><Name>&x;</Name></SimpleGroup>',
      /type declaration is refused/,
    ],
    'an external type': [
      '<!DOCTYPE a PUBLIC "-//x" "http://127.0.0.1:1/x.dtd"><SimpleGroup><Name>it</Name></SimpleGroup>',
      /type declaration is refused/,
    ],
    'a parameter entity': [
      '<!DOCTYPE a [<!ENTITY % x "y"> %x;]><SimpleGroup><Name>it</Name></SimpleGroup>',
      /type declaration is refused/,
    ],
    'a billion laughs': [billionLaughs(), /type declaration is refused/],
    '100,000 levels': [`${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`, /nested more than 32 deep/],
    '100,000 levels that never end': ['<a>'.repeat(100_000), /nested more than 32 deep/],
    '100,000 elements': [`<SimpleGroup>${'<a/>'.repeat(100_000)}</SimpleGroup>`, /more than 1000 elements/],
    '50,000 attributes': [
      `<SimpleGroup${manyAttributes(50_000)}><Name>it</Name></SimpleGroup>`,
      /more than 100 attributes/,
    ],
    '50,000 namespaces': [
      `<SimpleGroup${manyAttributes(50_000, 'xmlns:')}><Name>it</Name></SimpleGroup>`,
      /more than 100 attributes/,
    ],
  }
  for (const [what, [body, text]] of Object.entries(wrong)) {
    it(`refuse ${what}`, () => refused(body, text))
  }

  it('refuse ten megabytes of attributes', async () => {
    const body = `<SimpleGroup${manyAttributes(1_000_000)}><Name>it</Name></SimpleGroup>`
    const begun = cpuMsOf(server)
    await assertTooLarge(client.call('PUT', 'contactgroups/1', body, { 'Content-Type': xml, Accept: json }))
    assert.ok(cpuMsOf(server) - begun < 5000)
    assert.equal((await client.call('GET', 'contactgroups')).status, 200)
  })

  it('survive ten megabytes that come without their length', async () => {
    const { key, masterKey } = client.keys
    const lines = [
      'PUT /3/contactgroups/1 HTTP/1.1',
      ...[
        'Host: x',
        `X-Key: ${key}`,
        `X-Master-Key: ${masterKey}`,
        `Content-Type: ${xml}`,
        'Transfer-Encoding: chunked',
      ],
    ]
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`
    const sent = `${lines.join('\r\n')}\r\n\r\n${chunk.repeat(10)}0\r\n\r\n`
    // The server answers 413 and hangs up while the client still sends. The client often misses the answer.
    const answer = await exchange(server, sent).catch((error: NodeJS.ErrnoException) => {
      assert.match(String(error.code), /^(EPIPE|ECONNRESET)$/)
      return ''
    })
    assert.match(answer, /^(HTTP\/1\.1 413 |$)/)
    assert.equal((await client.call('GET', 'contactgroups')).status, 200)
  })
})

function billionLaughs(): string {
  const entities = Array.from({ length: 10 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`)
  return `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">${entities.join('')}]><SimpleGroup><Name>&l10;</Name></SimpleGroup>`
}

function manyAttributes(count: number, prefix = ''): string {
  return Array.from({ length: count }, (_, index) => ` ${prefix}a${index}="1"`).join('')
}
