import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { send } from './support/http.ts'
import { type Server, startServer } from './support/server.ts'

const signedIn = {
  authorization: `Basic ${Buffer.from('u:Secret-123').toString('base64')}`,
  'content-type': 'application/json',
}
const key = ['key', 'add', 'simotel', '--username', 'u', '--password', 'Secret-123', '--auth', 'basic']

async function call(server: Server, path: string, body: object): Promise<string> {
  const answer = await send(server, { path: `/api/v4/${path}`, headers: signedIn, body: JSON.stringify(body) })
  assert.equal(JSON.parse(answer.text).success, 1, answer.text)
  return JSON.parse(answer.text).data._id
}

interface Found {
  readonly groups: readonly {
    readonly id: number
    readonly hexId: string
    readonly name: string
    readonly count: number
  }[]
  readonly next: number | null
}

describe('dialbook find', () => {
  it('names the groups that hold a number now, beside a running server', async (t) => {
    const server = await startServer({ prepare: [['account', 'add', 'acme'], key] })
    t.after(() => server.stop())
    const find = async (...args: string[]) => JSON.parse(await server.cli('find', ...args, '--json')) as Found
    const first = await call(server, 'autodialer/groups/add', { name: 'one', numbers: ['0912', '0913'] })
    const second = await call(server, 'autodialer/groups/add', { name: 'two', numbers: ['0912'] })
    assert.deepEqual(await find('0912'), {
      groups: [
        { id: 1, hexId: first, name: 'one', count: 2 },
        { id: 2, hexId: second, name: 'two', count: 1 },
      ],
      next: null,
    })
    assert.deepEqual((await find('0912', '--limit', '1')).next, 1)
    assert.deepEqual(
      (await find('0912', '--after', '1')).groups.map(({ id }) => id),
      [2],
    )
    const table = await server.cli('find', '0913')
    assert.match(table, new RegExp(`^ID +HEX ID +NUMBERS +NAME\n1 +${first} +2 +"one"\n$`))
    await call(server, 'autodialer/groups/update', { _id: first, numbers: ['0914'] })
    assert.deepEqual(
      (await find('0912')).groups.map(({ id }) => id),
      [2],
    )
    assert.equal(await server.cli('find', '0913'), 'no group holds it\n')
    await assert.rejects(server.cli('find', '0912', '--account', 'nobody'), /no such account as 'nobody'/)
    await assert.rejects(server.cli('find', '0912', '--limit', '5000'), /the limit must be from 1 to 1000/)
    await assert.rejects(server.cli('find', ' '), /say which phone/)
  })
})

describe('dialbook prune', () => {
  it('removes nothing that is young, beside a running server', async (t) => {
    const server = await startServer({ prepare: [['account', 'add', 'acme'], key] })
    t.after(() => server.stop())
    const group = await call(server, 'autodialer/groups/add', { name: 'one', numbers: ['0912', '0913'] })
    await call(server, 'autodialer/groups/update', { _id: group, numbers: ['0914'] })
    const none = { count: 0, bytes: 0 }
    const kinds = { change: none, row: none, upload: none, preview: none, list: none, chunk: none, leaf: none }
    for (const dryRun of [true, false]) {
      const args = ['--keep-days', '1', ...(dryRun ? ['--dry-run'] : []), '--json']
      assert.deepEqual(JSON.parse(await server.cli('prune', ...args)), { dryRun, keepDays: 1, ...kinds })
    }
    assert.match(
      await server.cli('prune', '--dry-run'),
      /^would remove 0 changes, 0 uploads, 0 previews of imports, 0 lists, 0 chunks, 0 leaves: 0/,
    )
    const [newest] = JSON.parse(await server.cli('changes', 'list', '--json')) as { number: number; verb: string }[]
    assert.equal(newest?.verb, 'update')
    await server.cli('changes', 'undo', String(newest?.number))
    assert.match(await server.cli('find', '0912'), /"one"/)
    await assert.rejects(server.cli('prune', '--keep-days', '0'), /whole number from 1 on/)
  })
})
