import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addBookAccount, addBookKey, BookClient, startBook } from '../support/book.ts'

const server = await startBook()
after(() => server.stop())
const client = new BookClient(server)
const { client: stranger } = await addBookAccount(server)
const short = await addBookKey(server, 'acme', '--allow', 'group.find')

async function newGroup(numbers: readonly string[]): Promise<number> {
  const { id } = await client.ok<{ id: number }>(201, 'POST', '/groups', { name: '=cmd', numbers })
  return id
}

test('a group is exported in each format, however long it is', async () => {
  const numbers = Array.from({ length: 20_000 }, (_, index) => `0912${index + 1_000_000}`)
  const id = await newGroup(numbers)
  const json = await client.call('GET', `/groups/${id}/export?format=json`)
  assert.deepEqual(
    (json.body as unknown as { number: string }[]).map(({ number }) => number),
    numbers,
  )
  for (const [format, type, begin] of [
    ['csv', 'text/csv; charset=utf-8', '\ufeffnumber,a'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK'],
    ['vcf', 'text/vcard; charset=utf-8', 'BEGIN:VCARD'],
  ] as const) {
    const { status, headers, text } = await client.call('GET', `/groups/${id}/export?format=${format}`)
    assert.deepEqual([status, headers['content-type'], text.startsWith(begin)], [200, type, true])
  }
})

test('an export of what is not there, or is not allowed, is refused', async () => {
  const [one, other] = [await newGroup(['0912']), await newGroup([])]
  assert.equal((await client.call('GET', `/groups/export?ids=${one},${other},${one}`)).status, 200)
  for (const ids of ['', '0', 'x', `${one},`, `${one},999`, Array.from({ length: 101 }, (_, at) => at + 1).join(',')]) {
    const { status, body } = await client.call('GET', `/groups/export?ids=${ids}`)
    assert.deepEqual([status, body.field], [422, 'ids'], ids)
  }
  assert.equal((await client.call('GET', `/groups/${one}/export?format=pdf`)).status, 422)
  await stranger.refused(404, 'not-found', 'GET', `/groups/${one}/export`)
  await stranger.refused(422, 'invalid-value', 'GET', `/groups/export?ids=${one}`)
  await short.refused(403, 'forbidden', 'GET', `/groups/${one}/export`)
  await short.refused(403, 'forbidden', 'GET', `/groups/export?ids=${one}`)
})
