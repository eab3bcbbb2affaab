import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addKeys, Client as CheckMarketClient } from '../support/checkmarket.ts'
import type { Answer } from '../support/http.ts'
import { Lox24Client, startLox24 } from '../support/lox24.ts'
import { addKey, Client as SimotelClient, uniqueNumber } from '../support/simotel.ts'

const server = await startLox24()
after(() => server.stop())
const lox24 = new Lox24Client(server)
const simotel = new SimotelClient(server, await addKey(server, 'acme'))
const checkmarket = new CheckMarketClient(server, await addKeys(server, 'acme'))

const tagOf = (answer: Answer, name = 'etag'): string => {
  const tag = answer.headers[name]
  if (typeof tag !== 'string') assert.fail(`no ${name}: ${answer.status} ${answer.text}`)
  assert.match(tag, /^"[0-9a-f]{16}(\.[0-9a-f]{8})?"$/)
  return tag
}
const groupTag = async (id: number) => tagOf(await lox24.call('GET', `/groups/${id}`))
const put = (id: number, body: unknown, headers: Record<string, string>) =>
  lox24.call('PUT', `/groups/${id}`, body, headers)
const count = async (): Promise<number> =>
  (JSON.parse(await server.cli('changes', 'list', '--limit', '1', '--json')) as { number: number }[])[0]?.number ?? 0

describe('a revision by LOX24', () => {
  test('holds until the group changes, by whatever dialect', async () => {
    const made = await lox24.call<{ id: number }>('POST', '/groups', { name: 'r1', phones: [{ phone: '1' }] })
    const { id } = made.body
    const tag = await groupTag(id)
    assert.equal(tagOf(made).slice(0, 17), tag.slice(0, 17))
    assert.equal(await groupTag(id), tag)
    const changed = await put(id, { name: 'r2' }, { 'If-Match': tag })
    assert.equal(changed.status, 200, changed.text)
    const next = await groupTag(id)
    assert.equal(tagOf(changed, 'dialbook-revision').slice(0, 17), next.slice(0, 17))
    const late = await put(id, { name: 'lost' }, { 'If-Match': tag })
    assert.equal(late.status, 412)
    assert.match(String((late.body as { detail: string }).detail), /^the group has changed since: its revision is "/)
    assert.equal((await lox24.group(id)).name, 'r2')
    const renamed = await checkmarket.call('PUT', `contactgroups/${id}`, { Name: 'r3' })
    assert.equal(renamed.status, 200, renamed.text)
    assert.equal((await put(id, { name: 'lost' }, { 'If-Match': next })).status, 412)
    await server.cli('groups', 'edit', 'r3', '--account', 'acme', '--name', 'r4')
    assert.equal((await put(id, { name: 'lost' }, { 'If-Match': tagOf(renamed, 'dialbook-revision') })).status, 412)
    assert.equal((await lox24.group(id)).name, 'r4')
  })

  test('comes back with an undo, since the group is as it was', async () => {
    const { id } = await lox24.addGroup({ phones: [{ phone: '1' }] })
    const tag = await groupTag(id)
    await lox24.ok(200, 'PUT', `/groups/${id}`, { description: 'other' })
    await server.cli('changes', 'undo', String(await count()))
    assert.equal(await groupTag(id), tag)
  })

  test('is that of the group for its phones', async () => {
    const { id } = await lox24.addGroup({ phones: [{ phone: '1' }, { phone: '2' }] })
    const [one, two] = await lox24.phones(id)
    const tag = tagOf(await lox24.call('GET', `/phones/${one?.id}`))
    assert.equal((await lox24.call('DELETE', `/phones/${two?.id}`, undefined, { 'If-Match': tag })).status, 204)
    assert.equal((await lox24.call('DELETE', `/phones/${one?.id}`, undefined, { 'If-Match': tag })).status, 412)
    assert.equal((await lox24.call('POST', `/groups/${id}/phones`, { phone: '3' }, { 'If-Match': tag })).status, 412)
    const batch = { body: [{ phone: '3' }] }
    assert.equal((await lox24.call('POST', `/groups/${id}/phones/batch`, batch.body, { 'If-Match': tag })).status, 412)
    assert.equal((await lox24.phones(id)).length, 1)
  })

  test('has a tag for each form, and one name in conditions', async () => {
    const { id } = await lox24.addGroup()
    const json = await groupTag(id)
    const linked = tagOf(await lox24.call('GET', `/groups/${id}`, undefined, { Accept: 'application/ld+json' }))
    assert.notEqual(linked, json)
    assert.equal((await put(id, { description: 'x' }, { 'If-Match': `"other", ${linked}` })).status, 200)
  })

  test('is not sent again where the client has it', async () => {
    const { id } = await lox24.addGroup()
    const tag = await groupTag(id)
    const known = await lox24.call('GET', `/groups/${id}`, undefined, { 'If-None-Match': `W/${tag}` })
    assert.deepEqual([known.status, known.text, known.headers.etag], [304, '', tag])
    assert.equal((await lox24.call('GET', `/groups/${id}`, undefined, { 'If-None-Match': '"other"' })).status, 200)
  })

  test('that is weak or malformed matches nothing', async () => {
    const { id } = await lox24.addGroup()
    const tag = await groupTag(id)
    assert.equal((await put(id, { name: 'x' }, { 'If-Match': `W/${tag}` })).status, 412)
    assert.equal((await put(id, { name: 'x' }, { 'If-Match': tag.slice(1, -1) })).status, 400)
    assert.equal((await put(id, { name: 'x' }, { 'If-Match': '' })).status, 400)
    assert.equal((await put(id, { name: 'x' }, { 'If-Match': '*' })).status, 200)
    assert.equal((await put(id, { name: 'y' }, { 'If-None-Match': '*' })).status, 412)
    assert.equal((await put(id, { name: 'y' }, { 'If-None-Match': await groupTag(id) })).status, 412)
    assert.equal((await put(id, { name: 'y' }, { 'If-None-Match': '"other"' })).status, 200)
    assert.equal((await put(99_999_999, { name: 'y' }, { 'If-Match': '*' })).status, 404)
  })

  test('cannot be asked of a call that is about no one thing', async () => {
    const before = await count()
    assert.equal((await lox24.call('POST', '/groups', { name: 'x' }, { 'If-Match': '*' })).status, 412)
    assert.equal((await lox24.call('POST', '/groups', { name: 'x' }, { 'If-None-Match': '*' })).status, 201)
    assert.equal(await count(), before + 1)
  })
})

describe('a revision by Simotel', () => {
  test('is answered on an update, and to a search that asks for it', async () => {
    await simotel.call('autodialer/groups/add', { name: 'sim1', numbers: ['1', '2'] })
    const search = { alike: false, conditions: { name: 'sim1' } }
    const rows = (answer: Answer) => (JSON.parse(answer.text) as { data: { data: { _id: string }[] } }).data.data
    const found = await simotel.call('autodialer/groups/search', search, { headers: { 'Dialbook-Revisions': '1' } })
    const _id = rows(found)[0]?._id
    const tag = String(found.headers['dialbook-revisions'])
    assert.match(tag, /^"[0-9a-f]{16}"$/)
    const plain = await simotel.call('autodialer/groups/search', search)
    assert.deepEqual([plain.text, plain.headers['dialbook-revisions']], [found.text, undefined])
    const update = { _id, numbers: ['3'] }
    const first = await simotel.call('autodialer/groups/update', update, { headers: { 'If-Match': tag } })
    assert.equal(first.status, 200, first.text)
    const late = await simotel.call(
      'autodialer/groups/update',
      { _id, numbers: ['4'] },
      { headers: { 'If-Match': tag } },
    )
    assert.equal(late.status, 412)
    assert.deepEqual(JSON.parse(late.text), { success: 0, message: 'Requested operation failed', data: '' })
    assert.match(String(late.headers['dialbook-reason']), /^the group has changed since/)
    assert.equal(
      (await simotel.call('autodialer/groups/remove', { _id }, { headers: { 'If-Match': tag } })).status,
      412,
    )
    assert.equal(
      (await simotel.call('autodialer/groups/remove', { _id }, { headers: { 'If-Match': tagOf(first) } })).status,
      200,
    )
  })

  test('is there for contacts and users', async () => {
    const number = uniqueNumber()
    const things = [
      ['autodialer/contacts', { name: 'c1', number }, { name: 'c2' }, { number }],
      ['pbx/users', { name: 'u1', number, secret: 'Xk29!mQp77zz' }, { name: 'u2' }, { number }],
    ] as const
    for (const [path, fields, change, conditions] of things) {
      assert.equal((await simotel.call(`${path}/add`, fields)).status, 200)
      const found = await simotel.call(
        `${path}/search`,
        { alike: false, conditions },
        { headers: { 'Dialbook-Revisions': '1' } },
      )
      const { data } = JSON.parse(found.text) as { data: { _id: string }[] | { data: { _id: string }[] } }
      const _id = (Array.isArray(data) ? data : data.data)[0]?._id
      const tag = String(found.headers['dialbook-revisions'])
      const changed = await simotel.call(`${path}/update`, { _id, ...change }, { headers: { 'If-Match': tag } })
      assert.equal(changed.status, 200, changed.text)
      assert.equal(
        (await simotel.call(`${path}/update`, { _id, ...change }, { headers: { 'If-Match': tag } })).status,
        412,
      )
      assert.equal((await simotel.call(`${path}/remove`, { _id }, { headers: { 'If-Match': tag } })).status, 412)
      assert.equal(
        (await simotel.call(`${path}/remove`, { _id }, { headers: { 'If-Match': tagOf(changed) } })).status,
        200,
      )
    }
  })
})

describe('a revision by CheckMarket', () => {
  test('is there for groups, contacts and folders', async () => {
    const [parent, folder] = [await checkmarket.addFolder(), await checkmarket.addFolder()]
    const group = await checkmarket.addGroup({ GroupFolderId: folder })
    const contact = await checkmarket.addContact(group)
    const things = [
      [`contactfolders/${folder}`, { Name: 'moved', ParentFolderId: parent }],
      [`contactgroups/${group}`, { Name: 'renamed' }],
      [`contacts/${contact}`, { Email: 'a@example.com', LastName: 'B' }],
    ] as const
    for (const [path, change] of things) {
      const read = await checkmarket.call('GET', path)
      const tag = tagOf(read)
      const kept = await checkmarket.call('GET', path, undefined, { 'If-None-Match': tag })
      assert.equal(kept.status, 304)
      const asXml = tagOf(await checkmarket.call('GET', path, undefined, { Accept: 'application/xml' }))
      assert.notEqual(asXml, tag)
      const changed = await checkmarket.call('PUT', path, change, { 'If-Match': asXml })
      assert.equal(changed.status, 200, changed.text)
      const late = await checkmarket.call('PUT', path, change, { 'If-Match': tag })
      assert.equal(late.status, 412, late.text)
      assert.match(late.text, /has changed since/)
      if (path.startsWith('contactfolders')) continue
      assert.equal((await checkmarket.call('DELETE', path, undefined, { 'If-Match': tag })).status, 412)
    }
    const tag = tagOf(await checkmarket.call('GET', `contactgroups/${group}`))
    const unlink = `contactgroups/${group}/contacts/${contact}`
    assert.equal((await checkmarket.call('DELETE', unlink, undefined, { 'If-Match': '"other"' })).status, 412)
    assert.equal((await checkmarket.call('DELETE', unlink, undefined, { 'If-Match': tag })).status, 200)
    assert.equal((await checkmarket.call('PUT', unlink, undefined, { 'If-Match': tag })).status, 412)
  })
})

describe('a key that must match', () => {
  test('writes only with a condition', async () => {
    const out = await server.cli('key', 'add', 'lox24', '--account', 'acme', '--require-match', '--json')
    const { key } = JSON.parse(out) as { key: { clientId: string; token: string } }
    server.audit.hide(key.token)
    const strict = new Lox24Client(server, `${key.clientId}:${key.token}`)
    const { id } = await strict.addGroup()
    const bare = await strict.call('PUT', `/groups/${id}`, { name: 'x' })
    assert.equal(bare.status, 428)
    assert.match(bare.text, /If-Match/)
    assert.equal((await strict.call('DELETE', `/groups/${id}`)).status, 428)
    const tag = tagOf(await strict.call('GET', `/groups/${id}`))
    assert.equal((await strict.call('PUT', `/groups/${id}`, { name: 'x' }, { 'If-Match': tag })).status, 200)
    assert.equal((await lox24.call('PUT', `/groups/${id}`, { name: 'y' })).status, 200)
  })
})
