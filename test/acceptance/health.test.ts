import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { makeFolder, run, serve } from './support/command.ts'
import { firstKey } from './support/first-key.ts'
import { stateOf } from './support/folder-state.ts'

const everyPath = ['/livez', '/readyz', '/healthz', '/metrics']

async function statusesOf(origin: string): Promise<Record<string, number>> {
  const statuses = everyPath.map(async (path) => {
    const answer = await fetch(origin + path)
    await answer.text()
    return [path, answer.status] as const
  })
  return Object.fromEntries(await Promise.all(statuses))
}

describe('health', { timeout: 600_000 }, () => {
  it('is asked by three paths, each answered at the port of the dialects', async (t) => {
    const server = await serve(t, await makeFolder(t))
    for (const [path, body] of [
      ['/livez', { status: 'ok' }],
      ['/readyz', { status: 'ok' }],
      ['/healthz', { status: 'ok', pbx: 'off', outbox: 0, readOnly: false }],
    ] as const) {
      const answer = await fetch(server.url + path)
      assert.deepEqual([answer.status, await answer.json()], [200, body], path)
      assert.equal((await fetch(server.url + path, { method: 'HEAD' })).status, 200, path)
      assert.equal((await fetch(server.url + path, { method: 'POST' })).status, 404, path)
    }
  })

  it('is answered while another process writes', async (t) => {
    const folder = await makeFolder(t)
    const server = await serve(t, folder, ['--json'])
    const headers = await firstKey(server)
    const other = new DatabaseSync(join(folder, 'data', 'book.db'))
    t.after(() => other.close())
    other.exec('begin immediate')
    // A server that held up everything for this write would refuse it in the end, since the other process goes on.
    const writing = fetch(`${server.url}/api/v4/autodialer/groups/add`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 'g', numbers: ['1'] }),
    })
    // The write begins to wait some rounds later. It is given up after five seconds, which a busy machine needs for fewer rounds.
    const until = performance.now() + 3000
    for (let round = 0; round < 100 && performance.now() < until; round++) {
      const statuses = await statusesOf(server.url)
      assert.deepEqual(statuses, { '/livez': 200, '/readyz': 200, '/healthz': 200, '/metrics': 200 })
    }
    other.exec('rollback')
    assert.match(await (await writing).text(), /^\{"success":1,/)
  })

  it('and metrics have a port of their own, where one is named', async (t) => {
    const server = await serve(t, await makeFolder(t), ['--admin-port', '0'])
    const admin = /^health and metrics on (http:\/\/127\.0\.0\.1:\d+)$/m.exec(server.stdout())?.[1] ?? ''
    assert.notEqual(admin, '', server.stdout())
    assert.deepEqual(await statusesOf(admin), { '/livez': 200, '/readyz': 200, '/healthz': 200, '/metrics': 200 })
    assert.deepEqual(await statusesOf(server.url), { '/livez': 200, '/readyz': 200, '/healthz': 404, '/metrics': 404 })
    const strange = await fetch(`${admin}/api/v4/setting/ping/act`, { method: 'POST' })
    assert.equal(strange.status, 404)
    assert.deepEqual(await strange.json(), {
      error: 'not_found',
      message: 'nothing answers at this path',
      dialects: {},
    })
    const metrics = await (await fetch(`${admin}/metrics`)).text()
    assert.match(metrics, /^dialbook_requests_total\{dialect="web",route="\/healthz",status="200"\} 1$/m)
    assert.equal((await server.stop()).code, 0)
    await assert.rejects(fetch(`${admin}/livez`))
  })

  it('may have an address of its own', async (t) => {
    const server = await serve(t, await makeFolder(t), ['--admin-port', '0', '--admin-host', '::1'])
    const admin = /^health and metrics on (http:\/\/\[::1\]:\d+)$/m.exec(server.stdout())?.[1] ?? ''
    assert.equal((await fetch(`${admin}/livez`)).status, 200)
    assert.equal((await fetch(`${server.url}/livez`)).status, 200)
  })

  it('is refused an address that cannot be had, before a book is begun', async (t) => {
    const other = createServer().listen(0, '127.0.0.1')
    t.after(() => other.close())
    await once(other, 'listening')
    const taken = String((other.address() as AddressInfo).port)
    other.close()
    await once(other, 'close')
    const folder = await makeFolder(t)
    for (const [args, reason] of [
      [['--admin-host', '127.0.0.1'], /there is a host for health and metrics: name the port too, by --admin-port/],
      [['--port', '0', '--admin-port', '0', '--admin-host', '192.0.2.1'], /cannot listen on 192\.0\.2\.1, port 0/],
      [
        ['--port', taken, '--admin-port', taken],
        new RegExp(`cannot listen on 127\\.0\\.0\\.1, port ${taken}: .*EADDRINUSE`),
      ],
    ] as const) {
      const ended = await run(folder, ['serve', ...args])
      assert.deepEqual([ended.code, ended.stdout], [1, ''])
      assert.match(ended.stderr, reason)
      assert.deepEqual(stateOf(folder), {})
    }
  })
})
