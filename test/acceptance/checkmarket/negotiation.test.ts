import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  assertRefused,
  assertTooLarge,
  type Client,
  json,
  payloadOf,
  startCheckMarket,
  xml,
  xmlBody,
} from '../support/checkmarket.ts'
import { cpuMsOf } from '../support/cpu-time.ts'
import type { Server } from '../support/server.ts'

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

describe('the format of answers', () => {
  let server: Server
  let client: Client
  let id: number
  before(async () => {
    ;({ server, client } = await startCheckMarket())
    id = await client.addGroup()
  })
  after(() => server.stop())

  const wanted: readonly (readonly [accept: string, type: string])[] = [
    [json, json],
    ['text/json', 'text/json'],
    [xml, xml],
    ['text/xml', 'text/xml'],
    ['TEXT/XML', 'text/xml'],
    ['*/*', json],
    ['application/*', json],
    ['text/*', 'text/json'],
    ['image/png', json],
    ['', json],
    [browser, xml],
    ['application/xml, application/json', json],
    ['application/xml;q=0.9, application/json;q=0.8', xml],
    ['application/xml;q=0.2, */*;q=0.1', xml],
    ['application/json;q=0, application/xml;q=0.1', xml],
    ['application/xml;q=nonsense', json],
  ]
  for (const [accept, type] of wanted) {
    it(`Accept: ${accept} is answered in ${type}, refusals too`, async () => {
      const path = `contactgroups/${id}`
      for (const [target, status] of [
        [path, 200],
        ['contactgroups/999999', 404],
        ['nowhere', 404],
      ] as const) {
        const answer = await client.call('GET', target, undefined, { Accept: accept })
        assert.equal(answer.status, status)
        assert.equal(answer.headers['content-type'], `${type}; charset=utf-8`)
        assert.match(answer.text, type.endsWith('xml') ? /^<Payload [^?]*<\/Payload>$/ : /^\{"Meta":\{"Status":\d/)
      }
    })
  }

  it('without Accept it is that of the body', async () => {
    for (const type of [xml, 'text/xml', json, 'text/json']) {
      const body = type.endsWith('xml') ? xmlBody('SimpleGroup', { Name: 'n' }) : '{"Name":"n"}'
      const answer = await client.call('PUT', `contactgroups/${id}`, body, { 'Content-Type': type })
      assert.equal(answer.status, 200)
      assert.equal(answer.headers['content-type'], `${type}; charset=utf-8`)
      const refused = await client.call('PUT', `contactgroups/${id}`, 'x', { 'Content-Type': type })
      assert.equal(refused.status, 400)
      assert.equal(refused.headers['content-type'], `${type}; charset=utf-8`)
    }
  })

  it('with Accept */* it is JSON, whatever the body', async () => {
    const body = xmlBody('SimpleGroup', { Name: 'n' })
    const answer = await client.call('PUT', `contactgroups/${id}`, body, { 'Content-Type': xml, Accept: '*/*' })
    assert.deepEqual([answer.status, answer.headers['content-type']], [200, `${json}; charset=utf-8`])
  })

  it('for a script of a page it is JSON, unless Accept says more', async () => {
    const body = xmlBody('SimpleGroup', { Name: 'n' })
    const script = { 'Content-Type': xml, 'X-Requested-With': 'XMLHttpRequest' }
    for (const [headers, type] of [
      [script, json],
      [{ ...script, 'X-Requested-With': 'xmlhttprequest' }, json],
      [{ ...script, Accept: '*/*' }, json],
      [{ ...script, Accept: xml }, xml],
      [{ ...script, 'X-Requested-With': 'another' }, xml],
    ] as const) {
      const answer = await client.call('PUT', `contactgroups/${id}`, body, headers)
      assert.deepEqual([answer.status, answer.headers['content-type']], [200, `${type}; charset=utf-8`])
      assert.match(String(answer.headers.vary), /Accept, Accept-Charset, X-Requested-With/)
    }
  })

  it('its charset is the best of Accept-Charset that is known, else that of the body', async () => {
    const charsetOf = async (headers: Record<string, string>, body?: unknown) => {
      const answer = await client.call(body ? 'PUT' : 'GET', `contactgroups/${id}`, body, headers)
      assert.equal(answer.status, 200)
      const [, charset] = /; charset=(.*)$/.exec(String(answer.headers['content-type'])) ?? []
      assert.equal(answer.text.startsWith('\ufeff'), charset === 'utf-16')
      assert.match(answer.text, /^\ufeff?(\{"Meta":\{"Status":200.*\}|<Payload .*<\/Payload>)$/)
      return charset
    }
    const wanted: Readonly<Record<string, string>> = {
      'utf-16': 'utf-16',
      'UTF-16': 'utf-16',
      'utf-8': 'utf-8',
      '*': 'utf-8',
      'latin1, utf-16;q=0.5': 'utf-16',
      'utf-16;q=0.5, utf-8;q=0.9': 'utf-8',
      'utf-16;q=0': 'utf-8',
      'utf-16, utf-8': 'utf-16',
      'utf-16be': 'utf-8',
      nonsense: 'utf-8',
    }
    for (const [accepted, charset] of Object.entries(wanted)) {
      assert.equal(await charsetOf({ 'Accept-Charset': accepted }), charset, accepted)
      assert.equal(await charsetOf({ 'Accept-Charset': accepted, Accept: xml }), charset, accepted)
    }
    const body = Buffer.from('{"Name":"n"}', 'utf16le')
    const type = { 'Content-Type': `${json}; charset=utf-16` }
    assert.equal(await charsetOf(type, body), 'utf-16')
    assert.equal(await charsetOf({ ...type, 'Accept-Charset': 'utf-8' }, body), 'utf-8')
  })

  it('a refusal in XML has the envelope too', async () => {
    const answer = await client.call('GET', 'contactgroups/999999', undefined, { Accept: xml })
    assert.match(answer.text, /<Data><ErrorCode>404<\/ErrorCode><ErrorMessage>There is no such group\.<\/ErrorMessage>/)
    assert.match(answer.text, /<ErrorType>NotFound<\/ErrorType><\/Data><Meta><Status>404<\/Status>/)
  })

  it('a character that XML cannot hold is not quoted in XML', async () => {
    const answer = await client.call('GET', 'contactgroups?filter=%00%01%3C', undefined, { Accept: xml })
    assert.equal(answer.status, 400)
    assert.match(answer.text, /at position 0 in '\ufffd\ufffd&lt;'/)
  })

  it('statusok answers 200, and the envelope has the true status', async () => {
    for (const [method, path, status] of [
      ['GET', 'contactgroups/999999?statusok', 404],
      ['GET', 'contactgroups/999999?StatusOk=1', 404],
      ['PATCH', 'contactgroups?statusok', 405],
      ['GET', 'nowhere?statusok', 404],
    ] as const) {
      const answer = await client.call(method, path)
      assert.equal(answer.status, 200)
      assert.equal(payloadOf(answer).Meta.Status, status)
    }
    const stranger = await client.call('GET', 'contactgroups?statusok', undefined, { 'X-Key': 'nobody' })
    assert.deepEqual([stranger.status, payloadOf(stranger).Meta.Status], [200, 401])
  })

  it('a body without a type, or of another, is not read', async () => {
    const noType = await client.call('PUT', `contactgroups/${id}`, 'x', { 'Content-Type': '' })
    assertRefused(noType, 415, /^The request contains an entity body but no Content-Type header/)
    const text = await client.call('PUT', `contactgroups/${id}`, 'x', { 'Content-Type': 'text/plain; charset=utf-8' })
    assertRefused(text, 415, "The request entity's media type 'text/plain' is not supported for this resource.")
  })

  it('an empty body is missing, whatever its type', async () => {
    for (const type of ['text/plain', 'image/png', '', json]) {
      const answer = await client.call('PUT', `contactgroups/${id}`, '', { 'Content-Type': type })
      assertRefused(answer, 400, 'The request is invalid. The SimpleGroup is required.')
    }
  })

  it('a body of a range of types is read as the first of them', async () => {
    for (const [type, answered] of [
      ['*/*', json],
      ['application/*', json],
      ['text/*', 'text/json'],
    ] as const) {
      const answer = await client.call('PUT', `contactgroups/${id}`, `{"Name":"of ${type}"}`, { 'Content-Type': type })
      assert.deepEqual([answer.status, answer.headers['content-type']], [200, `${answered}; charset=utf-8`])
      assert.equal((await client.data<{ Name: string }>('GET', `contactgroups/${id}`)).Name, `of ${type}`)
    }
  })

  it('a form is read', async () => {
    const form = 'name=from+a+form&GroupFolderId=0'
    const type = 'application/x-www-form-urlencoded'
    const answer = await client.call('PUT', `contactgroups/${id}`, form, { 'Content-Type': type })
    assert.equal(answer.status, 200, answer.text)
    assert.equal((await client.data<{ Name: string }>('GET', `contactgroups/${id}`)).Name, 'from a form')
  })
})

describe('reading bodies', () => {
  let server: Server
  let client: Client
  let id: number
  before(async () => {
    ;({ server, client } = await startCheckMarket())
    id = await client.addGroup()
  })
  after(() => server.stop())
  const name = async () => (await client.data<{ Name: string }>('GET', `contactgroups/${id}`)).Name

  const taken: Readonly<Record<string, string>> = {
    'names in any case': '{"NAME":"it"}',
    'unknown members': '{"x":[{"y":1}],"Name":"it","__proto__":{"Name":"no"}}',
    'the last of equal names': '{"Name":"no","name":"it"}',
    'single quotes': "{'Name': 'it'}",
    comments: '{/* a */"Name":"it"// b\n}',
    'a trailing comma': '{"Name":"it",}',
    'names without quotes': '{Name:"it"}',
    'a byte order mark': '\ufeff{"Name":"it"}',
    'text after it': '{"Name":"it"} and more',
    'another value after it': '{"Name":"it"}{"Name":"no"}',
    'a number that begins with a zero': '{"x":01,"Name":"it"}',
    'line breaks in a text': '{"x":"a\nb","Name":"it"}',
  }
  for (const [what, body] of Object.entries(taken)) {
    it(`JSON takes ${what}`, async () => {
      await client.data('PUT', `contactgroups/${id}`, { Name: 'before' })
      assert.equal(await client.data('PUT', `contactgroups/${id}`, body), true)
      assert.equal(await name(), 'it')
    })
  }

  const refused: Readonly<Record<string, string | Buffer>> = {
    'an empty body': '',
    'white space': ' \n',
    null: 'null',
    'an array': '[]',
    'a number': '5',
    'a truncated body': '{"Name":"it"',
    nonsense: 'Name=it',
    'what is not UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
    'a number that is none': '{"x":08,"Name":"it"}',
    'text before it': 'x{"Name":"it"}',
    'deep nesting': '['.repeat(400_000),
  }
  for (const [what, body] of Object.entries(refused)) {
    it(`JSON refuses ${what}`, async () => {
      const before = await name()
      const begun = cpuMsOf(server)
      assertRefused(await client.call('PUT', `contactgroups/${id}`, body), 400, /^The request is invalid\. The /)
      assert.ok(cpuMsOf(server) - begun < 5000)
      assert.equal(await name(), before)
    })
  }

  it('a body of more than a mebibyte is too large', async () => {
    const body = JSON.stringify({ Name: 'x', Other: 'x'.repeat(1024 * 1024) })
    await assertTooLarge(client.call('PUT', `contactgroups/${id}`, body))
  })
})

describe('paths', () => {
  let server: Server
  let client: Client
  before(async () => {
    ;({ server, client } = await startCheckMarket())
  })
  after(() => server.stop())

  it('are matched in any case, with a slash at the end or without', async () => {
    const id = await client.addGroup()
    for (const path of ['/3/ContactGroups', '/3/CONTACTGROUPS/', '/3/contactgroups/?TOP=1']) {
      assert.equal((await client.call('GET', path)).status, 200, path)
    }
    assert.equal((await client.call('GET', `/3/ContactGroups/${id}/Contacts/`)).status, 200)
    assert.equal((await client.call('GET', '/3/')).status, 200)
  })

  it('with a doubled slash in them have nothing', async () => {
    const id = await client.addGroup()
    for (const path of [`/3//contactgroups/${id}`, `/3/contactgroups//${id}`, '//3/contactgroups']) {
      assertRefused(await client.call('GET', path), 404)
    }
  })

  it('that nobody knows are not found, with or without keys', async () => {
    for (const path of ['/3/nothing', '/3/contactgroups/1/nothing', '/3/%zz']) {
      const text = `No HTTP resource was found that matches the request URI '${server.origin}${path.replace('%', '%25')}'.`
      assertRefused(await client.call('GET', path), 404, text)
      assertRefused(await client.call('GET', path, undefined, { 'X-Key': '' }), 404, text)
    }
  })

  it('with a method that they do not have say which they do', async () => {
    for (const [path, allow] of [
      ['contactgroups', 'GET, POST'],
      ['contactgroups/1', 'GET, PUT, DELETE'],
      ['contactgroups/1/contacts/1', 'PUT, DELETE'],
      ['/3', 'GET'],
    ] as const) {
      const text = "The requested resource does not support http method 'PATCH'."
      const answer = await client.call('PATCH', path)
      assertRefused(answer, 405, text)
      assert.equal(answer.headers.allow, allow)
      for (const method of ['HEAD', 'OPTIONS', 'TRACE']) assert.equal((await client.call(method, path)).status, 405)
    }
  })

  it('with an id that is no number have nothing', async () => {
    for (const id of ['x', '0', '-1', '1.5', '99999999999', '1%20', '%27', '9'.repeat(90)]) {
      await client.refused('GET', `contactgroups/${id}`, undefined, 404)
      await client.refused('PUT', `contactgroups/${id}`, { Name: 'n' }, 404)
      await client.refused('GET', `contactfolders/${id}`, undefined, 404)
      await client.refused('DELETE', `contacts/${id}`, undefined, 404)
    }
  })
})
