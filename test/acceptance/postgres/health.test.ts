import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { postgresIsMissing } from '../../postgres-server.ts'
import { type Cluster, isHealthy, startCluster, startDatabase, until } from '../support/cluster.ts'
import type { Server } from '../support/server.ts'

/** Time-outs of requests that are longer than any run of this test: what waits for them never ends here. */
const longTimeouts = {
  DIALBOOK_DATABASE_CONNECT_TIMEOUT: '3600',
  DIALBOOK_DATABASE_STATEMENT_TIMEOUT: '3600',
  DIALBOOK_DATABASE_LOCK_TIMEOUT: '3600',
}

/** One answer, with the milliseconds that it took. */
async function ask(server: Server, path: string): Promise<{ status: number; text: string; ms: number }> {
  const began = performance.now()
  const answer = await fetch(server.origin + path)
  const text = await answer.text()
  return { status: answer.status, text, ms: Math.round(performance.now() - began) }
}

describe('health on PostgreSQL', { skip: postgresIsMissing, timeout: 600_000 }, () => {
  let postgres: Awaited<ReturnType<typeof startDatabase>>
  let cluster: Cluster
  let server: Server
  before(async () => {
    postgres = await startDatabase()
    cluster = await startCluster(1, { database: postgres.database, env: longTimeouts })
    server = cluster.servers[0] as Server
    server.audit.expect(503)
  })
  after(async () => {
    await cluster.stop()
    await postgres.stop()
  })

  /** Asks by every path. The answers must come, although nothing else that asks the database is answered. */
  const assertSaysAway = async (reason: RegExp) => {
    const took: Record<string, number> = {}
    for (const path of ['/readyz', '/healthz']) {
      const { status, text, ms } = await ask(server, path)
      assert.equal(status, 503, text)
      const { status: word, message } = JSON.parse(text)
      assert.equal(word, 'unavailable')
      assert.match(message, reason)
      took[path] = ms
    }
    for (const path of ['/livez', '/metrics']) {
      const { status, ms } = await ask(server, path)
      assert.equal(status, 200)
      took[path] = ms
    }
    return took
  }

  test('that hangs: every path is answered long before any time-out of a request, and says why', async () => {
    postgres.freeze()
    let took: Record<string, number>
    try {
      took = await assertSaysAway(/^the book did not answer within 750 ms$/)
    } finally {
      postgres.thaw()
    }
    console.log(`# PostgreSQL frozen: ${JSON.stringify(took)} ms`)
    await until('it is healthy', () => isHealthy(server))
    assert.equal((await ask(server, '/readyz')).status, 200)
  })

  test('that is stopped: the same', async () => {
    await postgres.halt('immediate')
    const took = await assertSaysAway(/^the database does not answer now: try again later$/)
    console.log(`# PostgreSQL stopped: ${JSON.stringify(took)} ms`)
    await postgres.resume()
    await until('it is healthy', () => isHealthy(server))
  })
})
