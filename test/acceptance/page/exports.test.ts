import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fromBuffer } from 'yauzl'
import { send } from '../support/http.ts'
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

async function newGroup(name: string, lines: string): Promise<string> {
  const path = (await admin.act('/book/groups', { name, description: '' })).split('?')[0] ?? ''
  await admin.act(`${path}/entries`, { lines })
  return /\d+$/.exec(path)?.[0] ?? ''
}
const ours = await newGroup('Kunden / Süd', '09121112233\tAda\t=1+1\n*43#')
const other = await newGroup('مشتری‌ها', '09121112234')

async function saved(client: PageClient, path: string) {
  const answer = await client.get(path)
  assert.equal(answer.status, 200, answer.text)
  const named = /filename\*=UTF-8''(.*)/.exec(String(answer.headers['content-disposition']))?.[1] ?? ''
  return {
    text: answer.text,
    bytes: answer.bytes,
    name: decodeURIComponent(named),
    type: answer.headers['content-type'],
  }
}

/** The files of an archive by their names. */
async function filesOf(archive: Buffer): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  const zip = await new Promise<import('yauzl').ZipFile>((resolve, reject) =>
    fromBuffer(archive, { lazyEntries: true }, (error, opened) => (opened ? resolve(opened) : reject(error))),
  )
  return new Promise((resolve, reject) => {
    zip.on('error', reject).on('end', () => resolve(files))
    zip.on('entry', (entry: import('yauzl').Entry) => {
      zip.openReadStream(entry, async (error, content) => {
        if (error) return reject(error)
        files[entry.fileName] = Buffer.concat(await content.toArray()).toString()
        zip.readEntry()
      })
    })
    zip.readEntry()
  })
}

test('a group is saved in each format, and no spreadsheet runs what it says', async () => {
  const page = await reader.page(`/book/groups/${ours}`)
  const links = [...page.matchAll(/href="([^"]+\/export\?format=\w+)" download/g)].map(([, link]) => link ?? '')
  assert.equal(links.length, 4)
  const [csv, xlsx, vcf, json] = await Promise.all(links.map((link) => saved(reader, link)))
  assert.equal(csv?.name, `${ours}-Kunden-Süd.csv`)
  assert.equal(csv?.text, "\ufeffnumber,a,b,c,d,e,callback_data\r\n09121112233,Ada,'=1+1,,,,\r\n*43#,,,,,,\r\n")
  assert.equal(xlsx?.type, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  assert.match((await filesOf(xlsx?.bytes ?? Buffer.alloc(0)))['xl/worksheets/sheet1.xml'] ?? '', /09121112233.*=1\+1/)
  assert.match(vcf?.text ?? '', /^BEGIN:VCARD.*TEL:09121112233/s)
  assert.equal(JSON.parse(json?.text ?? '')[0].number, '09121112233')
})

test('chosen groups are saved as an archive, one of them as its file', async () => {
  const list = await admin.page('/book/groups')
  assert.ok(list.includes('aria-label="Choose Kunden / Süd"') && list.includes('action="/book/groups/export"'))
  const both = await saved(admin, `/book/groups/export?id=${ours}&id=${other}&id=${ours}&format=json`)
  assert.deepEqual([both.name, both.type], ['groups.zip', 'application/zip'])
  const files = await filesOf(both.bytes)
  assert.deepEqual(Object.keys(files), [`${ours}-Kunden-Süd.json`, `${other}-مشتری-ها.json`])
  assert.equal(JSON.parse(files[`${other}-مشتری-ها.json`] ?? '')[0].number, '09121112234')
  assert.equal((await saved(admin, `/book/groups/export?id=${other}`)).name, `${other}-مشتری-ها.csv`)
})

test('what cannot be exported is refused before a byte is sent', async () => {
  const many = Array.from({ length: 101 }, (_, index) => `id=${index + 1}`).join('&')
  for (const query of ['', 'id=x', `id=${ours}&id=999`, many, `id=${ours}&id=0`]) {
    assert.equal((await admin.get(`/book/groups/export?${query}`)).status, 422, query)
  }
  assert.equal((await admin.get('/book/groups/999/export')).status, 404)
  for (const path of [`/book/groups/${ours}/export`, `/book/groups/export?id=${ours}`]) {
    assert.equal((await stranger.get(path)).status, 404, path)
    assert.equal((await send(server, { method: 'GET', path })).status, 303, path)
  }
  assert.equal((await stranger.get(`/book/groups/export?id=${ours}&id=${other}`)).status, 422)
})
