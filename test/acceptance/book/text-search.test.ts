import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { BookClient, startBook } from '../support/book.ts'
import { Lox24Client } from '../support/lox24.ts'

const token = '1234567:e3f3a759b6677959b6ebfcxxxxxxxxxx'
const server = await startBook({
  prepare: [
    ['key', 'add', 'lox24', '--account', 'acme', '--client-id', '1234567', '--token', token.split(':')[1] ?? ''],
  ],
})
after(() => server.stop())

test('q finds groups in every spelling, page by page', async () => {
  const [client, lox24] = [new BookClient(server), new Lox24Client(server, token)]
  for (const name of ['علي ۱', 'other', 'علی ۲', 'عَلی', 'علي\u200c ٣']) await lox24.addGroup({ name })
  const found: string[] = []
  for (let after = 0; ; ) {
    const path = `/groups?q=${encodeURIComponent('علی')}&limit=2&after=${after}`
    const { body } = await client.call<{ groups: { name: string }[]; next: number | null }>('GET', path)
    found.push(...body.groups.map(({ name }) => name))
    if (body.next === null) break
    after = body.next
  }
  assert.deepEqual(found, ['علي ۱', 'علی ۲', 'علي\u200c ٣'])
})
