import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addPerson } from '../support/page.ts'
import { startServer } from '../support/server.ts'

test('a session names its browser in short', async (t) => {
  const server = await startServer({ prepare: [['account', 'add', 'acme']] })
  t.after(() => server.stop())
  const person = await addPerson(server, 'Sara', '--account', 'acme')
  const sign = { name: 'Sara', password: 'a long enough password' }
  const agents = {
    'Firefox 130 · Windows': 'Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0',
    'Chrome 129 · Android':
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Mobile Safari/537.36',
    'a-program/1': 'a-program/1',
  }
  for (const agent of Object.values(agents)) {
    assert.equal((await person.post('/book/sign-in', sign, { 'User-Agent': agent })).status, 303)
  }
  const page = await person.page('/book/me')
  for (const shown of Object.keys(agents)) assert.ok(page.includes(`>${shown}</bdi>`), shown)
})
