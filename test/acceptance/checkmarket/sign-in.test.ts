import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addClient, addKeys, assertRefused, Client, routes, startCheckMarket } from '../support/checkmarket.ts'
import type { Server } from '../support/server.ts'

const denied = 'Authorization has been denied for this request.'
const noRole = "You are using a key which doesn't have the correct access rights to perform your request."
const body = { Name: 'n', Email: 'a@b.com' }

describe('signing in to CheckMarket', () => {
  let server: Server
  let client: Client
  before(async () => {
    ;({ server, client } = await startCheckMarket())
  })
  after(() => server.stop())

  const send = (path: string, method: string, headers: Record<string, string>) =>
    client.call(method, path, ['POST', 'PUT'].includes(method) ? body : undefined, headers)

  it('nobody without both keys of one account, on any route', async () => {
    const other = await addClient(server)
    const { masterKey, key } = client.keys
    for (const headers of [
      { 'X-Key': '', 'X-Master-Key': '' },
      { 'X-Key': key, 'X-Master-Key': '' },
      { 'X-Key': '', 'X-Master-Key': masterKey },
      { 'X-Key': 'nobody', 'X-Master-Key': masterKey },
      { 'X-Key': key, 'X-Master-Key': 'nobody' },
      { 'X-Key': key, 'X-Master-Key': other.keys.masterKey },
      { 'X-Key': masterKey, 'X-Master-Key': key },
    ]) {
      for (const [method, path] of routes) assertRefused(await send(path, method, headers), 401, denied)
    }
  })

  it('the names of the headers are matched in any case', async () => {
    const { masterKey, key } = client.keys
    const bare = new Client(server, { ...client.keys, masterKey: '', key: '' })
    const answer = await bare.call('GET', '/3', undefined, { 'x-key': key, 'x-master-key': masterKey })
    assert.equal(answer.status, 200)
  })

  it('a key needs the role of the call', async () => {
    const { account, masterKey } = client.keys
    for (const role of ['read', 'write'] as const) {
      const keys = await addKeys(server, account, { roles: [`Contacts (${role})`], masterKey })
      const limited = new Client(server, keys)
      for (const [method, path, needed] of routes) {
        const answer = await limited.call(method, path, ['POST', 'PUT'].includes(method) ? body : undefined)
        if (needed === null || needed === role) assert.notEqual(answer.status, 403, `${method} ${path}`)
        else assertRefused(answer, 403, noRole)
      }
    }
  })

  it('a disabled key is refused, and its use is logged', async () => {
    const { account } = client.keys
    const disabled = new Client(server, { ...(await addKeys(server, account)), masterKey: client.keys.masterKey })
    assert.equal((await disabled.call('GET', 'contactgroups')).status, 200)
    await server.cli('key', 'disable', disabled.keys.id)
    assertRefused(await disabled.call('GET', 'contactgroups?refused'), 401, denied)
    const lines = await logged(server, (line) => line.includes('"the key is disabled"'))
    const entry = JSON.parse(lines[0] ?? '{}') as Record<string, unknown>
    assert.ok(Object.values(entry).includes(Number(disabled.keys.id)), lines[0])
    await server.cli('key', 'enable', disabled.keys.id)
    assert.equal((await disabled.call('GET', 'contactgroups')).status, 200)
  })

  it('a new master key holds for all keys of the account, at once', async () => {
    const one = await addClient(server)
    const { account } = one.keys
    const other = new Client(server, await addKeys(server, account, { masterKey: one.keys.masterKey }))
    const rotated = JSON.parse(await server.cli('account', 'rotate-master', account, '--json')) as { masterKey: string }
    server.audit.hide(rotated.masterKey)
    for (const each of [one, other]) {
      assertRefused(await each.call('GET', 'contactgroups'), 401, denied)
      const answer = await each.call('GET', 'contactgroups', undefined, { 'X-Master-Key': rotated.masterKey })
      assert.equal(answer.status, 200)
    }
    await assert.rejects(
      addKeys(server, account, { masterKey: one.keys.masterKey }),
      /the account has another master key: leave it out, or rotate it/,
    )
    const left = await addKeys(server, account)
    assert.equal(left.masterKey, '')
  })

  it('a key is made with roles and a master key that can be used, and with no others', async () => {
    const { account, masterKey } = await addClient(server).then(({ keys }) => keys)
    await assert.rejects(
      addKeys(server, account, { roles: ['Contacts (read)', 'Surveys (read)'], masterKey }),
      /--role must be Contacts \(read\) or Contacts \(write\)/,
    )
    const longest = `${'~'.repeat(199)}!`
    for (const unusable of ['', 'two words', 'é', 'x'.repeat(201)]) {
      await assert.rejects(
        addKeys(server, account, { masterKey: unusable }),
        /must be 1 to 200 characters that a header can hold/,
      )
    }
    await server.cli('account', 'add', 'chooses')
    const chosen = new Client(server, await addKeys(server, 'chooses', { masterKey: longest }))
    assert.equal(chosen.keys.masterKey, longest)
    assert.equal((await chosen.call('GET', 'contactgroups')).status, 200)
  })

  it('a disabled account is refused', async () => {
    const other = await addClient(server)
    await server.cli('account', 'disable', other.keys.account)
    assertRefused(await other.call('GET', 'contactgroups'), 401, denied)
  })

  it('no account sees or touches what is of another', async () => {
    const other = await addClient(server)
    const folder = await client.addFolder()
    const group = await client.addGroup({ GroupFolderId: folder })
    const contact = await client.addContact(group)
    for (const path of [`contactgroups/${group}`, `contactfolders/${folder}`, `contacts/${contact}`]) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        await other.refused(method, path, method === 'PUT' ? body : undefined, 404)
      }
    }
    await other.refused('GET', `contactgroups/${group}/contacts`, undefined, 404)
    await other.refused('PUT', `contactgroups/${group}/contacts/${contact}`, undefined, 404)
    await other.refused('POST', 'contactgroups', { Name: 'n', GroupFolderId: folder }, 400)
    const own = await other.addGroup()
    const linked = await other.data('PUT', `contactgroups/${own}/contacts/${contact}`)
    assert.deepEqual(linked, { Succeeded: false, FailureMessage: 'The contact with the given Id does not exist.' })
    const made = await other.data<{ Succeeded: boolean }>('POST', `contacts?ContactGroupId=999999`, body)
    assert.equal(made.Succeeded, false)
    for (const list of ['contactfolders', 'contacts']) assert.deepEqual(await other.data('GET', list), [])
    assert.equal((await client.data<unknown[]>('GET', `contactgroups/${group}/contacts`)).length, 1)
  })
})

/** Waits for log lines that match, since the log is written in batches. Returns them as soon as there is one. */
async function logged(server: Server, matches: (line: string) => boolean): Promise<string[]> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    const lines = server.stderr().split('\n').filter(matches)
    if (lines.length > 0) return lines
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error('there is no such line in the log')
}
