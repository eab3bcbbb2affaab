import assert from 'node:assert/strict'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { send } from '../support/http.ts'
import { addKey, Client, invalid, sampleKey, startSimotel, taken, unique } from '../support/simotel.ts'
import { add, users } from '../support/things.ts'

// The audit looks at every answer, and at the whole log when the server stops. This server logs all that it can.
const server = await startSimotel({ env: { DIALBOOK_LOG_LEVEL: 'trace' } })
after(() => server.stop())
const client = new Client(server)
const secret = () => {
  const made = unique('Sip-Secret-Qx7-')
  server.audit.hide(made)
  return made
}

/** Every file of the book, with the bytes that a thief would read. */
async function stolen(): Promise<{ name: string; bytes: Buffer; mode: number }[]> {
  const names = await readdir(server.data, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return await Promise.all(
    files.map(async (name) => ({ name, bytes: await readFile(name), mode: (await stat(name)).mode & 0o777 })),
  )
}

test('a SIP secret is in no answer, whatever goes wrong with the request that carries it', async () => {
  const first = await add(client, users, { secret: secret() })
  await client.refused('pbx/users/add', { ...users.fresh(), secret: secret(), number: first.number }, taken)
  await client.refused('pbx/users/add', { ...users.fresh(), secret: secret(), port: 'x' }, invalid('port'))
  await client.refused('pbx/users/add', { ...users.fresh(), secret: `${secret()}\n` }, invalid('secret'))
  await client.refused('pbx/users/add', { ...users.fresh(), secret: [secret()] }, invalid('secret'))
  await client.refused('pbx/users/update', { _id: first._id, secret: secret().repeat(50) }, invalid('secret'))
  await client.call('pbx/users/add', `{"name":"n","number":"1","secret":"${secret()}"`)
  await client.call('pbx/users/add', `{"secret":"${secret()}"}`, { headers: { 'Content-Type': 'text/plain' } })
  await client.call('pbx/users/no', { secret: secret() })
  await client.call('pbx/users/update', { _id: first._id, secret: secret() })
})

test('a presented credential is in no answer and no log line, right or wrong', async () => {
  const [password, token] = [unique('Wrong-Password-'), unique('Wrong-Token-')]
  const pair = Buffer.from(`test:${password}`).toString('base64')
  for (const each of [password, token, pair]) server.audit.hide(each)
  for (const operation of ['pbx/users/search', 'no/such/service']) {
    await client.call(operation, {}, { headers: { Authorization: `Basic ${pair}` } })
    await client.call(operation, {}, { headers: { 'X-APIKEY': token } })
    await send(server, { path: `/api/v4/${operation}?apikey=${token}&password=${password}`, body: '{}' })
  }
})

test('the command line shows no secret but the ones that it has made', async () => {
  const hidden = secret()
  await add(client, users, { secret: hidden })
  const shown = await Promise.all([
    server.cli('changes', 'list', '--limit', '100'),
    server.cli('changes', 'list', '--limit', '100', '--json'),
    server.cli('key', 'list'),
    server.cli('key', 'list', '--json'),
    server.cli('account', 'list', '--json'),
    server.cli('config'),
  ])
  for (const text of shown) {
    for (const each of [hidden, sampleKey.password, sampleKey.token])
      assert.ok(!text.includes(each), text.slice(0, 500))
  }
})

test('the files of the book hold no password, no token and no SIP secret as they are', async () => {
  const revealing = new Client(server, await addKey(server, 'acme', { revealSecrets: true }))
  const hidden = secret()
  const { _id } = await add(client, users, { secret: hidden })
  assert.equal((await users.rows(revealing)).find((row) => row._id === _id)?.secret, hidden)
  const { password, token } = revealing.key
  const files = await stolen()
  assert.ok(files.length > 0)
  for (const { name, bytes } of files) {
    for (const each of [hidden, password, token, sampleKey.password, sampleKey.token]) {
      assert.ok(!bytes.includes(each), `${each} stands in ${name}`)
    }
  }
})

test('the key that opens SIP secrets is for its owner only', async () => {
  await add(client, users)
  const keys = (await stolen()).filter(({ name }) => /key/i.test(name))
  assert.equal(keys.length, 1, 'which file is the key?')
  assert.equal(keys[0]?.mode, 0o600)
})

test('neither metrics nor health tell anything about anybody', async () => {
  await add(client, users, { secret: secret() })
  for (const path of ['/metrics', '/healthz']) {
    const answer = await send(server, { method: 'GET', path })
    assert.equal(answer.status, 200)
    assert.ok(!answer.text.includes(sampleKey.username) || !/user.*test/.test(answer.text), answer.text.slice(0, 300))
  }
})
