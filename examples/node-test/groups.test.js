import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { start } from 'dialbook'

const book = await start({
  seed: fileURLToPath(new URL('../book.yaml', import.meta.url)),
  keys: { lox24: { clientId: '1234567', token: 'abc' } },
  clock: '2026-03-20T08:00:00+03:30',
})
beforeEach(() => book.reset())
after(() => book.stop())

/** The client that is tested: it renames a group, and tries again once when the line breaks. */
async function renameGroup(url, id, name, tries = 2) {
  const headers = { 'X-LOX24-AUTH-TOKEN': '1234567:abc', 'Content-Type': 'application/json', Accept: 'application/json' }
  try {
    const answer = await fetch(`${url}/groups/${id}`, { method: 'PUT', headers, body: JSON.stringify({ name }) })
    if (!answer.ok) throw new Error(`LOX24 answered ${answer.status}: ${(await answer.json()).detail}`)
    return await answer.json()
  } catch (error) {
    if (tries > 1 && error instanceof TypeError) return renameGroup(url, id, name, tries - 1)
    throw error
  }
}

test('renames a group', async () => {
  assert.equal((await renameGroup(book.url, 7, 'clients')).name, 'clients')
  const [call] = await book.requests()
  assert.deepEqual([call.method, call.url, call.body, call.status], ['PUT', '/groups/7', { name: 'clients' }, 200])
})

test('tries again when the line breaks', async () => {
  await book.weather({ calls: [{ nth: 1, cut: 'before', done: false }] })
  assert.equal((await renameGroup(book.url, 7, 'clients')).name, 'clients')
  assert.deepEqual((await book.requests()).map(({ status }) => status), [null, 200])
})

test('tells what LOX24 says while the address is blocked, and works again after ten minutes', async () => {
  await book.weather('lox24-blocked')
  await assert.rejects(renameGroup(book.url, 7, 'clients'), /LOX24 answered 429: IP address was temporary blocked/)
  await book.clock.advance('10m')
  assert.equal((await renameGroup(book.url, 7, 'clients')).name, 'clients')
})
