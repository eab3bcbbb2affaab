import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addBookKey, BookClient, type Fields, startBook } from '../support/book.ts'
import { multipart, multipartType } from '../support/multipart.ts'
import { wavOf } from '../support/wav.ts'

const server = await startBook()
after(() => server.stop())
const client = new BookClient(server)
const reader = await addBookKey(server, 'acme', '--allow', 'sound.find')
const wav = { 'Content-Type': 'audio/wav' }

const announcements = async () =>
  (await client.ok<{ announcements: readonly Fields[] }>(200, 'GET', '/announcements')).announcements

test('an announcement is made of a file: as the body or as a part, also of one that is long', async () => {
  const query = 'name=Welcome&description=at+noon&list=autodialer&filename=%2Ftmp%2Fa+b.wav'
  const made = await client.ok<Fields>(201, 'POST', `/announcements?${query}`, wavOf(), wav)
  assert.deepEqual([made.name, made.description, made.list], ['Welcome', 'at noon', 'autodialer'])
  assert.match(String(made.filename), /^[0-9a-f]{24}-_tmp_a_b\.wav$/)
  const long = multipart({ name: 'file', filename: 'long.wav', content: wavOf({ rate: 44100, seconds: 20 }) })
  const other = await client.ok<Fields>(201, 'POST', '/announcements?name=Long', long, {
    'Content-Type': multipartType,
  })
  assert.match(String(other.filename), /^[0-9a-f]{24}-long\.wav$/)
  assert.deepEqual([other.list, await announcements()], ['pbx', [made, other]])
})

test('what is no sound, has no name, or comes with a key that may not, is refused, and nothing is kept', async () => {
  const before = await announcements()
  const refused = async (field: string, query: string, body: string | Buffer | undefined) => {
    const { status, body: problem, text } = await client.call('POST', `/announcements?${query}`, body, wav)
    assert.deepEqual([status, problem.field], [422, field], text)
  }
  await refused('file', 'name=x', 'this is a text')
  await refused('file', 'name=x', undefined)
  await refused('name', '', wavOf())
  await refused('name', `name=${'x'.repeat(256)}`, wavOf())
  await refused('description', `name=x&description=${'x'.repeat(1001)}`, wavOf())
  await refused('list', 'name=x&list=other', wavOf())
  assert.equal((await reader.call('POST', '/announcements?name=x', wavOf(), wav)).status, 403)
  assert.deepEqual(await announcements(), before)
})
