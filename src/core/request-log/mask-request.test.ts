import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { maskBody, maskStrangersUrl, maskText, maskUrl, presentedSecrets } from './mask-request.ts'

/** A secret that no other text holds by chance. */
const secret = fc
  .string({ unit: fc.constantFrom(...'abcDEF0189+/=%&<>"\'{}\\;:é '), minLength: 8, maxLength: 40 })
  .map((text) => `S${text}Z`)
const names = ['secret', 'password', 'X-Key', 'api_key', 'apikey', 'token', 'authToken', 'pin', 'masterKey', 'Passwd']
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const json = (value: unknown, secrets: readonly string[] = []) =>
  maskBody({ bytes: bytesOf(JSON.stringify(value)), type: 'application/json' }, secrets)

describe('what is kept of a request', () => {
  it('has no value of a field that is called a secret, however deep', () => {
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom(...names),
        fc.array(fc.constantFrom('a', 'list', 'b'), { maxLength: 5 }),
        (text, name, path) => {
          const value = path.reduce<unknown>(
            (within, each) => (each === 'list' ? [1, within] : { [each]: within, other: 'kept' }),
            { [name]: text, deep: { [name]: [text, { x: text.length > 10 ? text : 7 }] } },
          )
          const kept = json({ value, [name]: { inner: text } })
          assert.equal(kept.problem, 'secret')
          assert.ok(!kept.text?.includes(JSON.stringify(text).slice(1, -1)), kept.text ?? '')
        },
      ),
    )
  })

  it('has nothing anywhere of what the request itself presents', () => {
    fc.assert(
      fc.property(
        secret,
        fc.string(),
        fc.string(),
        fc.constantFrom('x-apikey', 'x-lox24-auth-token', 'x-key'),
        (text, before, after, header) => {
          const secrets = presentedSecrets({ [header]: text.trim() })
          const own = text.trim()
          const kept = json({ name: before + own + after, list: [own], [own]: 1 }, secrets)
          assert.ok(!kept.text?.includes(JSON.stringify(own).slice(1, -1)), kept.text ?? '')
          for (const form of [encodeURIComponent(own), encodeURIComponent(own).replaceAll('%20', '+')]) {
            const url = maskUrl(`/a/${encodeURIComponent(own)}?b=${form}&${form}`, secrets)
            assert.ok(!url.includes(form), url)
          }
          assert.ok(!maskText(`no: ${own}!`, secrets).includes(own))
        },
      ),
    )
  })

  it('has nothing of Basic, in no form', () => {
    const basic = Buffer.from('ada:Gr8secret!').toString('base64')
    const secrets = presentedSecrets({ authorization: `Basic ${basic}`, 'content-type': 'application/json' })
    const kept = json({ a: basic, b: 'Gr8secret!', c: 'ada:Gr8secret!', d: 'ada', e: `Basic ${basic}` }, secrets)
    assert.deepEqual(JSON.parse(kept.text ?? ''), { a: '******', b: '******', c: '******', d: 'ada', e: '******' })
    // The client id of LOX24 is no secret; its key is one by itself too.
    const parts = presentedSecrets({ 'x-lox24-auth-token': '1234567:abcdef' })
    assert.deepEqual(JSON.parse(json({ a: 'abcdef', b: '1234567' }, parts).text ?? ''), { a: '******', b: '1234567' })
  })

  it('is the body itself where it holds no secret', () => {
    fc.assert(
      fc.property(
        fc
          .jsonValue({ maxDepth: 3 })
          .filter(
            (value) =>
              !/secret|pass|pwd|token|key|auth|cred|cookie|digest|hash|sealed|sign|pin/i.test(JSON.stringify(value)),
          ),
        (value) => {
          assert.deepEqual(json(value), { text: JSON.stringify(value), problem: null })
        },
      ),
    )
  })

  it('has secrets masked in XML and forms, and within texts', () => {
    const xml = (text: string, secrets: readonly string[] = []) =>
      maskBody({ bytes: bytesOf(text), type: 'text/xml; charset=utf-8' }, secrets)
    assert.equal(
      xml('<C><Email>a@b</Email><Password x="1">abc</Password></C>').text,
      '<C><Email>a@b</Email><Password x="1">******</Password></C>',
    )
    assert.equal(xml('<C token="abc" a="b"/>').text, '<C token="******" a="b"/>')
    for (const hidden of [
      '<!DOCTYPE a [<!ENTITY s "abc">]><a>&s;</a>',
      '<Key><v>abc</v></Key>',
      '<a><![CDATA[abc]]></a>',
    ]) {
      assert.deepEqual(xml(hidden), { text: null, problem: 'unreadable' })
    }
    assert.deepEqual(xml('<a>&#111;wnsecret</a>', ['ownsecret']), { text: null, problem: 'unreadable' })
    assert.equal(xml('<a>ownsecret</a>', ['ownsecret']).text, '<a>******</a>')
    const form = maskBody({ bytes: bytesOf('a=1&password=x%20y&b=own'), type: 'application/x-www-form-urlencoded' }, [
      'own',
    ])
    assert.equal(form.text, 'a=1&password=******&b=******')
    assert.equal(
      json({ more_options: 'secret=abc;md5secret: def\nqualify=yes' }).text,
      '{"more_options":"secret=******;md5secret: ******\\nqualify=yes"}',
    )
    assert.equal(json({ note: '{"password":"abc"}' }).text?.includes('abc'), false)
  })

  it('is nothing of a body in which nobody can tell where secrets are, or that is long', () => {
    for (const [text, type] of [
      ['{"secret": "abc', 'application/json'],
      ['a,b', 'text/csv'],
      ['x', 'multipart/form-data; boundary=x'],
    ]) {
      assert.deepEqual(maskBody({ bytes: bytesOf(text ?? ''), type: type ?? '' }, []), {
        text: null,
        problem: 'unreadable',
      })
    }
    assert.deepEqual(maskBody({ bytes: new Uint8Array([0xff, 0xfe]), type: 'application/json' }, []), {
      text: null,
      problem: 'unreadable',
    })
    assert.deepEqual(json('x'.repeat(16 * 1024 - 2)).problem, null)
    assert.deepEqual(json('x'.repeat(16 * 1024 - 1)), { text: null, problem: 'long' })
    assert.deepEqual(maskBody({ bytes: bytesOf(''), type: null }, []), { text: '', problem: null })
  })

  it('has the values of a query but those that are called secrets', () => {
    assert.equal(
      maskUrl('/3/contacts?$filter=Email%20eq%20%27a%27&key=abc&auth_token=x&top=', []),
      '/3/contacts?$filter=Email%20eq%20%27a%27&key=******&auth_token=******&top=',
    )
    assert.equal(maskUrl('/a?toke%6e=abc', []), '/a?toke%6e=******')
    assert.equal(maskUrl('/a?b=%41bcdefgh', ['Abcdefgh']), '/a?b=******')
    assert.equal(maskUrl('/a?b=%E0%A4%A', ['Abcdefgh']), '/a?b=%E0%A4%A')
    assert.equal(maskUrl(`/${'a'.repeat(600)}`, []).length, 501)
  })

  it('has of strangers only words that may be names of calls', () => {
    assert.equal(maskStrangersUrl('/api/v4/pbx/usres/add'), '/api/v4/pbx/usres/add')
    assert.equal(maskStrangersUrl('/groups/e3f3a759b6677959/phones?token=abc'), '/groups/…/phones?…')
    assert.equal(maskStrangersUrl('/3/Contacts/%61bc'), '/3/…/…')
  })

  it('takes no long to be masked, whatever it is', () => {
    const began = process.cpuUsage()
    for (const piece of ['token', 'a', 'key=', 'secret ', '<a>', '<Key ', '"', '%']) {
      const text = piece.repeat(Math.ceil((16 * 1024) / piece.length)).slice(0, 16 * 1024 - 2)
      json(text)
      maskBody({ bytes: bytesOf(text), type: 'text/xml' }, ['abcdefgh'])
      maskUrl(`/a?${text}`, ['abcdefgh'])
    }
    assert.ok(process.cpuUsage(began).user < 2_000_000)
  })
})
