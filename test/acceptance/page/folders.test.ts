import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addPerson, type PageClient } from '../support/page.ts'
import { startServer } from '../support/server.ts'

const server = await startServer({
  prepare: [
    ['account', 'add', 'default'],
    ['account', 'add', 'other'],
  ],
})
after(() => server.stop())
const admin = await addPerson(server, 'Sara', '--account', 'default')
const reader = await addPerson(server, 'Reza', '--account', 'default', '--role', 'reader')
const stranger = await addPerson(server, 'Mina', '--account', 'other')

async function make(action: string, fields: Readonly<Record<string, string>>): Promise<string> {
  return (await admin.act(action, fields)).split('?')[0] ?? ''
}
const idOf = (path: string) => /\d+$/.exec(path)?.[0] ?? ''
const newFolder = (name: string, within = '/book/folders') =>
  make(within, { form: 'new folder', name, description: '' })
const newGroup = (name: string) => make('/book/groups', { name, description: '' })

async function undo(client: PageClient, location: string): Promise<void> {
  const number = /done=(\d+)/.exec(location)?.[1] ?? assert.fail(`no toast at ${location}`)
  assert.match(await client.page(location), /class="toast" role="status".*history\/undo/)
  await client.act('/book/history/undo', { number })
}

test('a folder is made, filled, renamed, moved, emptied, removed and brought back', async () => {
  const [top, other] = [await newFolder('Customers'), await newFolder('Elsewhere')]
  const inner = await newFolder('Old ones', `${top}/folders`)
  const group = await newGroup('Spring')
  assert.match(await admin.page('/book/folders'), /Customers<\/bdi><\/a>.*Elsewhere/)
  assert.doesNotMatch(await admin.page('/book/folders'), /Old ones/)

  const moved = await admin.act(`${inner}/groups`, { form: 'move', group: 'Spring' })
  const page = await admin.page(inner)
  for (const shown of [`href="${top}"`, `href="${group}"`, 'A folder that holds something']) {
    assert.ok(page.includes(shown), shown)
  }
  assert.doesNotMatch(page, /\/remove"/)
  const refused = await admin.post(`${inner}/remove`, { token: await admin.token() })
  assert.ok(refused.status === 422 && refused.text.includes('It still holds others'))
  await undo(admin, moved)
  assert.match(await admin.page(inner), /There is no group in it/)

  const fields = { form: 'folder', name: 'Former ones', description: 'left us', parentId: idOf(other) }
  await admin.act(inner, fields)
  assert.match(await admin.page(other), /Former ones/)
  assert.match(await admin.page(inner), /<h1><bdi>Former ones<\/bdi><\/h1>.*left us/s)
  const gone = await admin.act(`${inner}/remove`)
  assert.equal((await admin.get(inner)).status, 404)
  await undo(admin, gone)
  await admin.act(inner, { ...fields, parentId: '' })
  assert.match(await admin.page('/book/folders'), /Former ones/)
})

test('a group is put into a folder by its own form, and groups are found by their folder', async () => {
  const [folder, group, loose] = [await newFolder('Summer'), await newGroup('July'), await newGroup('Loose')]
  await admin.act(group, { form: 'group', name: 'July', description: '', folderId: idOf(folder) })
  assert.match(await admin.page(group), new RegExp(`<option value="${idOf(folder)}" selected>Summer`))
  await admin.act(group, { form: 'group', name: 'July', description: 'stays where it is' })
  const within = await admin.page(`/book/groups?folder=${idOf(folder)}`)
  assert.ok(within.includes(`href="${group}"`) && !within.includes(`href="${loose}"`))
  assert.ok(within.includes(`<option value="${idOf(folder)}" selected>Summer`))
  const without = await admin.page('/book/groups?folder=root&q=lo')
  assert.ok(without.includes(`href="${loose}"`) && !without.includes(`href="${group}"`))
  assert.equal((await admin.get('/book/groups?folder=999')).status, 404)
  await admin.act(group, { form: 'group', name: 'July', description: '', folderId: '' })
  assert.doesNotMatch(await admin.page(folder), /July/)
})

test('groups in a folder are paged with it, and so are folders', async () => {
  const folder = await newFolder('Full')
  for (let index = 0; index < 51; index++) {
    const name = `in it ${String(index).padStart(2, '0')}`
    await admin.act(`${folder}/groups`, { form: 'move', group: idOf(await newGroup(name)) })
    await newFolder(`folder ${String(index).padStart(2, '0')}`, `${folder}/folders`)
  }
  const page = await admin.page(folder)
  assert.ok(page.includes('in it 49') && !page.includes('in it 50') && page.includes('All 51 groups in it'))
  assert.ok(page.includes('folder 49') && page.includes(`href="${folder}?page=2"`))
  assert.match(await admin.page(`${folder}?page=2`), /folder 50.*href="[^"]+page=1"/s)
  const first = await admin.page(`/book/groups?folder=${idOf(folder)}`)
  const next = /href="(\/book\/groups\?[^"]+)" rel="next"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const second = await admin.page(next)
  assert.ok(second.includes('in it 50') && !second.includes('in it 49'))
})

test('what is refused is told at its field', async () => {
  const folder = await newFolder('Outer')
  const inner = await newFolder('Inner', `${folder}/folders`)
  for (const name of ['Twin', 'Twin']) await newGroup(name)
  const token = await admin.token()
  for (const [action, field, fields] of [
    ['/book/folders', 'name', { form: 'new folder', name: '' }],
    [`${folder}/folders`, 'name', { form: 'new folder', name: 'x'.repeat(51) }],
    [folder, 'description', { form: 'folder', name: 'Outer', description: 'x'.repeat(1001) }],
    [folder, 'parentId', { form: 'folder', name: 'Outer', parentId: idOf(inner) }],
    [folder, 'parentId', { form: 'folder', name: 'Outer', parentId: '99999' }],
    [`${folder}/groups`, 'group', { form: 'move', group: 'no such group' }],
    [`${folder}/groups`, 'group', { form: 'move', group: 'Twin' }],
  ] as const) {
    const { status, text } = await admin.post(action, { token, ...fields })
    assert.equal(status, 422, `${action} ${field}`)
    assert.ok(text.includes(`id="wrong-${field}"`), `${action} ${field}`)
  }
  assert.match(await admin.page(folder), /Inner/)
})

test('names are shown as they are, a reader changes nothing, and folders of another account are not there', async () => {
  const nasty = `<img onerror=x> '&\u202Eevil`
  const escaped = '&lt;img onerror=x&gt; &#39;&amp;\u202Eevil'
  const folder = await newFolder(nasty)
  const group = await newGroup('Of nasty')
  await admin.act(`${folder}/groups`, { form: 'move', group: idOf(group) })
  for (const path of ['/book/folders', folder, group, `/book/groups?folder=${idOf(folder)}`]) {
    const page = await admin.page(path)
    assert.ok(page.includes(escaped) && !page.includes('<img'), path)
  }
  for (const path of ['/book/folders', folder]) {
    const forms = [...(await reader.page(path)).matchAll(/<form method="post" action="([^"]+)"/g)]
    assert.deepEqual(
      forms.map(([, action]) => action),
      ['/book/language'],
    )
  }
  assert.equal((await stranger.get(folder)).status, 404)
  assert.equal((await stranger.get(`/book/groups?folder=${idOf(folder)}`)).status, 404)
  assert.ok(!(await stranger.page('/book/folders')).includes(escaped))
  for (const [path, fields] of [
    ['/book/folders', { name: 'x' }],
    [folder, { name: 'x' }],
    [`${folder}/folders`, { name: 'x' }],
    [`${folder}/groups`, { group: idOf(group) }],
    [`${folder}/remove`, {}],
  ] as const) {
    assert.equal((await reader.post(path, { token: await reader.token(), ...fields })).status, 403, path)
    assert.equal((await admin.post(path, { token: 'forged', ...fields })).status, 403, path)
    if (path === '/book/folders') continue
    assert.equal((await stranger.post(path, { token: await stranger.token(), ...fields })).status, 404, path)
  }
  const own = (await stranger.act('/book/groups', { name: 'theirs', description: '' })).split('?')[0] ?? ''
  const token = await stranger.token()
  const into = { token, form: 'group', name: 'theirs', description: '', folderId: idOf(folder) }
  assert.equal((await stranger.post(own, into)).status, 422)
})
