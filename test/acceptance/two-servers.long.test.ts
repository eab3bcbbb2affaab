// Long: servers are started beside others, killed and started again.
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { makeFolder, run } from './support/command.ts'
import { send } from './support/http.ts'
import { type Server, startServer } from './support/server.ts'

const kills = 5
const atOnce = 4

/** A book, with ways to start servers on it and to see one refused. */
async function makeBook(t: TestContext): Promise<{ start(): Promise<Server>; refused(): Promise<string> }> {
  const data = await makeFolder(t)
  return {
    async start() {
      const server = await startServer({ data })
      t.after(() => server.kill())
      return server
    },
    async refused() {
      const { code, stdout, stderr } = await run(data, ['serve', '--port', '0', '--data', data])
      assert.deepEqual({ code, stdout }, { code: 1, stdout: '' })
      return stderr
    },
  }
}

function refusalBy(server: Server): RegExp {
  return new RegExp(
    `^dialbook: cannot serve the book in \\S+: process ${server.pid} serves it: stop that one first, or .*--data\\n$`,
  )
}

async function assertServes(server: Server): Promise<void> {
  assert.equal((await send(server, { method: 'GET', path: '/healthz' })).status, 200)
}

describe('two servers on one data directory', { timeout: 600_000 }, () => {
  it('are one: the second names the process of the first, which goes on', async (t) => {
    const book = await makeBook(t)
    const first = await book.start()
    assert.match(await book.refused(), refusalBy(first))
    await assertServes(first)
  })

  it('does not keep commands from the book', async (t) => {
    const book = await makeBook(t)
    const server = await book.start()
    await server.cli('account', 'add', 'acme')
    await server.cli('key', 'add', 'simotel', '--account', 'acme')
    assert.match(await server.cli('changes', 'list'), /acme/)
    await assertServes(server)
  })

  it(`are told apart after a kill, ${kills} times, and nothing has to be cleaned`, async (t) => {
    const book = await makeBook(t)
    for (let life = 0; life < kills; life++) {
      const server = await book.start()
      assert.match(await book.refused(), refusalBy(server))
      await server.kill()
    }
    await assertServes(await book.start())
  })

  it(`are one also when ${atOnce} start at once, on a book that is new`, async (t) => {
    const book = await makeBook(t)
    const outcomes = await Promise.allSettled(Array.from({ length: atOnce }, () => book.start()))
    const [server, ...more] = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    assert.ok(server, 'none of them serves')
    assert.deepEqual(more, [], 'more than one serves')
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        assert.match(String(outcome.reason), new RegExp(`process ${server.pid} serves it`))
    }
    await assertServes(server)
  })
})
