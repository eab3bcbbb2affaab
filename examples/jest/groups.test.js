import { fileURLToPath } from 'node:url'
import { start } from 'dialbook'
import { afterAll, beforeEach, expect, test } from '@jest/globals'

const book = await start({ seed: fileURLToPath(new URL('../book.yaml', import.meta.url)) })
beforeEach(() => book.reset())
afterAll(() => book.stop())

const headers = { 'X-LOX24-AUTH-TOKEN': '1000001:dev', 'Content-Type': 'application/json', Accept: 'application/json' }

test('a group is renamed', async () => {
  await fetch(`${book.url}/groups/7`, { method: 'PUT', headers, body: '{"name":"clients"}' })
  expect(await book.requests()).toMatchObject([{ method: 'PUT', url: '/groups/7', body: { name: 'clients' }, status: 200 }])
})

test('no money is left', async () => {
  await book.weather('lox24-funds')
  expect((await fetch(`${book.url}/groups/7`, { headers })).status).toBe(402)
})
