import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addBookAccount, addBookKey, BookClient, type Fields, startBook } from '../support/book.ts'

const server = await startBook()
after(() => server.stop())
const client = new BookClient(server)
const { client: stranger } = await addBookAccount(server)
const reader = await addBookKey(server, 'acme', '--allow', 'folder.find')

interface Folder extends Fields {
  readonly id: number
  readonly name: string
  readonly parentId: number | null
}

const add = (fields: Fields) => client.ok<Folder>(201, 'POST', '/folders', fields)
const show = (id: number) => client.ok<Folder>(200, 'GET', `/folders/${id}`)
const list = (query: string) =>
  client.ok<{ folders: readonly Folder[]; next: number | null }>(200, 'GET', `/folders?${query}`)

test('folders are made, listed by their parent, counted, moved, and removed when they are empty', async () => {
  const one = await add({ name: 'One', description: 'a\nb' })
  const inner = await add({ name: 'Inner', parentId: one.id })
  const other = await add({ name: 'x'.repeat(50), description: '', parentId: null })
  assert.deepEqual([one.description, other.description, inner.parentId], ['a\nb', null, one.id])
  const idsOf = async (query: string) => (await list(query)).folders.map(({ id }) => id)
  assert.deepEqual(await idsOf('parent=root'), [one.id, other.id])
  assert.deepEqual(await idsOf(`parent=${one.id}`), [inner.id])
  const first = await list('limit=2')
  assert.deepEqual([first.folders.length, first.next], [2, inner.id])
  assert.deepEqual(await idsOf(`after=${first.next}`), [other.id])

  const group = await client.ok<{ id: number }>(201, 'POST', '/groups', { name: 'g', folderId: inner.id })
  assert.equal((await show(inner.id)).groupCount, 1)
  await client.refused(409, 'conflict', 'DELETE', `/folders/${inner.id}`)
  await client.ok(200, 'PATCH', `/groups/${group.id}`, { folderId: other.id })
  const { groups } = await client.ok<{ groups: { id: number }[] }>(200, 'GET', `/groups?folder=${other.id}`)
  assert.deepEqual(
    groups.map(({ id }) => id),
    [group.id],
  )
  const moved = await client.ok<Folder>(200, 'PATCH', `/folders/${inner.id}`, { name: 'Moved', parentId: other.id })
  assert.deepEqual([moved.name, moved.parentId, (await show(one.id)).folderCount], ['Moved', other.id, 0])
  await client.ok(204, 'DELETE', `/folders/${one.id}`)
  await client.refused(404, 'not-found', 'GET', `/folders/${one.id}`)
  const [newest] = (await client.ok<{ changes: { change: { number: number } }[] }>(200, 'GET', '/history?noun=folder'))
    .changes
  await client.ok(200, 'POST', `/changes/${newest?.change.number}/undo`)
  assert.equal((await show(one.id)).description, 'a\nb')
})

test('what breaks a rule is refused at its field, and changes nothing', async () => {
  const folder = await add({ name: 'Rules' })
  const inner = await add({ name: 'Inner', parentId: folder.id })
  const before = await show(folder.id)
  for (const [field, values] of [
    ['name', ['', 'x'.repeat(51), null, 7, 'a\nb']],
    ['description', ['x'.repeat(1001), 7]],
    ['parentId', [0, 1.5, '1', 999_999, folder.id, inner.id]],
  ] as const) {
    for (const value of values) {
      const problem = await client.refused(422, 'invalid-value', 'PATCH', `/folders/${folder.id}`, { [field]: value })
      assert.equal(problem.field, field, String(value))
    }
  }
  await client.refused(422, 'missing-value', 'POST', '/folders', {})
  await client.refused(422, 'invalid-value', 'GET', '/folders?parent=x')
  assert.deepEqual(await show(folder.id), before)
})

test('a write holds under If-Match only, and an ETag follows what comes and goes', async () => {
  const folder = await add({ name: 'Tagged' })
  const tagOf = async () => String((await client.call('GET', `/folders/${folder.id}`)).headers.etag)
  const tag = await tagOf()
  assert.equal((await client.call('GET', `/folders/${folder.id}`, undefined, { 'If-None-Match': tag })).status, 304)
  const inner = await add({ name: 'Inner', parentId: folder.id })
  assert.notEqual(await tagOf(), tag)
  const rename = (match: string) =>
    client.call('PATCH', `/folders/${folder.id}`, { name: 'Renamed' }, { 'If-Match': match })
  assert.equal((await rename(tag)).status, 412)
  const renamed = await rename(await tagOf())
  assert.deepEqual([renamed.status, renamed.headers.etag], [200, await tagOf()])
  const gone = await client.call('DELETE', `/folders/${inner.id}`, undefined, { 'If-Match': '"0123456789abcdef"' })
  assert.equal(gone.status, 412)
})

test('a key that only finds changes nothing, and folders of another account are not there', async () => {
  const { id } = await add({ name: 'Ours' })
  await reader.ok(200, 'GET', `/folders/${id}`)
  await reader.refused(403, 'forbidden', 'POST', '/folders', { name: 'x' })
  await reader.refused(403, 'forbidden', 'PATCH', `/folders/${id}`, { name: 'x' })
  await reader.refused(403, 'forbidden', 'DELETE', `/folders/${id}`)
  await stranger.refused(404, 'not-found', 'GET', `/folders/${id}`)
  await stranger.refused(404, 'not-found', 'PATCH', `/folders/${id}`, { name: 'x' })
  await stranger.refused(404, 'not-found', 'DELETE', `/folders/${id}`)
  await stranger.refused(422, 'invalid-value', 'POST', '/folders', { name: 'x', parentId: id })
  assert.deepEqual((await stranger.ok<{ folders: unknown[] }>(200, 'GET', '/folders')).folders, [])
})
