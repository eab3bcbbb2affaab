import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { parseHydraDocumentation } from '@api-platform/api-doc-parser'
import jsonld from 'jsonld'
import { type Fields, Lox24Client, startLox24 } from '../support/lox24.ts'

const server = await startLox24()
after(() => server.stop())
const client = new Lox24Client(server)

describe('@api-platform/api-doc-parser', () => {
  for (const [title, options] of [
    ['without a key', {}],
    ['with a key', { headers: { 'X-LOX24-AUTH-TOKEN': client.auth['X-LOX24-AUTH-TOKEN'] ?? '' } }],
  ] as const) {
    test(`reads the documentation ${title}`, async () => {
      const { api, status } = await parseHydraDocumentation(server.origin, options)
      assert.equal(status, 200)
      const resource = api.resources?.find(({ name }) => name === 'groups')
      assert.ok(resource)
      assert.equal(resource.url, `${server.origin}/groups`)
      const fields = new Map(resource.fields?.map((field) => [field.name, field]))
      assert.deepEqual([...fields.keys()].sort(), [
        ...['count_items', 'deleted_at', 'description', 'name'],
        ...['name_a', 'name_b', 'name_c', 'name_d', 'name_e', 'phones'],
      ])
      assert.deepEqual([fields.get('name')?.type, fields.get('name')?.required], ['string', true])
      assert.deepEqual([fields.get('count_items')?.type, fields.get('description')?.required], ['integer', false])
      assert.equal(fields.get('deleted_at')?.type, 'dateTime')
      assert.deepEqual([fields.get('phones')?.type, fields.get('phones')?.reference], ['array', null])
      assert.ok(resource.writableFields?.some(({ name }) => name === 'phones'))
      const names = (list: readonly { name: string }[] | null | undefined) => list?.map(({ name }) => name)
      assert.ok(!names(resource.writableFields)?.includes('count_items'))
      assert.ok(!names(resource.readableFields)?.includes('phones'))
      assert.deepEqual(resource.operations?.map(({ type, method }) => `${type} ${method}`).sort(), [
        'create POST',
        'delete DELETE',
        'edit PUT',
        'list GET',
        'show GET',
      ])
    })
  }
})

describe('the documentation', () => {
  test('names the classes, their properties and the calls by the words of Hydra', async () => {
    const { body } = await client.call<Fields>('GET', '/docs.jsonld')
    const context = body['@context'] as Fields
    assert.deepEqual(
      ['rdf', 'rdfs', 'xmls', 'owl', 'schema', 'hydra'].map((name) => context[name]),
      [
        'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
        'http://www.w3.org/2000/01/rdf-schema#',
        'http://www.w3.org/2001/XMLSchema#',
        'http://www.w3.org/2002/07/owl#',
        'http://schema.org/',
        'http://www.w3.org/ns/hydra/core#',
      ],
    )
    const classes = body['hydra:supportedClass'] as readonly Fields[]
    assert.ok(classes.length >= 4)
    for (const each of classes) {
      assert.equal(each['@type'], 'hydra:Class')
      for (const property of (each['hydra:supportedProperty'] ?? []) as readonly Fields[]) {
        assert.equal(property['@type'], 'hydra:SupportedProperty', String(property['hydra:title']))
        assert.match(String((property['hydra:property'] as Fields)['@type']), /^(?:rdf:Property|hydra:Link)$/)
      }
    }
    const groups = classes.find((each) => each['hydra:title'] === 'groups') as Fields
    const properties = groups['hydra:supportedProperty'] as readonly Fields[]
    const required = properties.filter((property) => property['hydra:required']).map((each) => each['hydra:title'])
    assert.deepEqual(required, ['name'])
  })
})

describe('jsonld', () => {
  /** Expands an answer as any JSON-LD client does. It loads contexts without a key. */
  const expand = async (path: string, method = 'GET', body?: unknown): Promise<Fields> => {
    const answer = await client.call(method, path, body, { Accept: 'application/ld+json' })
    const [expanded] = await jsonld.expand(answer.body as object, { base: server.origin + path })
    return expanded as Fields
  }

  /** Every property and every type, at any depth. */
  function* namesIn(value: unknown): Generator<string> {
    if (Array.isArray(value)) for (const each of value) yield* namesIn(each)
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        if (name === '@type') yield* inner as string[]
        else if (!name.startsWith('@')) yield name
        yield* namesIn(inner)
      }
    }
  }

  const ours = (name: string) => `${server.origin}/docs.jsonld#${name}`
  const hydra = (name: string) => `http://www.w3.org/ns/hydra/core#${name}`
  const assertAbsolute = (expanded: Fields, least: number): void => {
    const names = [...namesIn(expanded)]
    assert.ok(names.length >= least, names.join())
    for (const name of names) assert.match(name, /^https?:\/\/[^/ ]+\/\S+$/)
  }

  test('expands a group to absolute IRIs', async () => {
    const { id } = await client.addGroup({ name: 'n', name_a: 'a', description: 'd', deleted_at: '2099-01-01' })
    const group = await expand(`/groups/${id}`)
    assert.equal(group['@id'], `${server.origin}/groups/${id}`)
    assert.deepEqual(group['@type'], [ours('groups')])
    assert.deepEqual(group[ours('groups/name')], [{ '@value': 'n' }])
    assert.deepEqual(group[ours('groups/count_items')], [{ '@value': 0 }])
    assertAbsolute(group, 7)
  })

  test('expands lists, phones and the account', async () => {
    const { id } = await client.addGroup({ phones: [{ phone: '+49', a: 'x', callback_data: 'y' }] })
    const list = await expand('/groups')
    assert.deepEqual(list['@type'], [hydra('Collection')])
    assert.ok(Array.isArray(list[hydra('member')]))
    assertAbsolute(list, 10)
    const phones = await expand(`/groups/${id}/phones`)
    assertAbsolute(phones, 8)
    const [phone] = await client.phones(id)
    const one = await expand(`/phones/${phone?.id}`)
    assert.deepEqual(one[ours('phones/phone')], [{ '@value': '+49' }])
    assertAbsolute(one, 4)
    assertAbsolute(await expand(`/groups/${id}/phones/batch`, 'POST', [{ phone: '1' }, {}]), 6)
    assertAbsolute(await expand('/me'), 4)
    await client.ok(201, 'POST', '/blocked_numbers', { number: '+491701234567' })
    const blocked = await expand('/blocked_numbers')
    assert.match(JSON.stringify(blocked), new RegExp(`"${ours('BlockedNumber/number')}":\\[{"@value":"\\+49170`))
    assertAbsolute(blocked, 10)
  })

  test('expands errors', async () => {
    const missing = await expand('/groups/999999')
    assert.deepEqual(missing['@type'], [hydra('Error')])
    assert.deepEqual(missing[hydra('description')], [{ '@value': 'Not Found' }])
    assertAbsolute(missing, 3)
    const violations = await expand('/groups', 'POST', {})
    assert.deepEqual(violations['@type'], [ours('ConstraintViolationList')])
    assertAbsolute(violations, 6)
  })

  test('says of what class the phones of a group are', async () => {
    const docs = await expand('/docs.jsonld')
    const text = JSON.stringify(docs)
    const property = new RegExp(`"@id":"${ours('groups/phones')}".*?"allValuesFrom":\\[{"@id":"([^"]*)"`)
    const [, itemClass] = property.exec(text.replaceAll('http://www.w3.org/2002/07/owl#', '')) ?? []
    assert.equal(itemClass, ours('phones'))
  })

  test('expands the entry point and the documentation', async () => {
    const entry = await expand('/')
    assert.deepEqual(entry[ours('Entrypoint/groups')], [{ '@id': `${server.origin}/groups` }])
    assertAbsolute(await expand('/docs.jsonld'), 100)
  })
})
