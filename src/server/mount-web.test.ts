import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Core } from '../core/core.ts'
import { unavailable } from '../core/errors.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import { makeMetrics } from './metrics.ts'
import { mountWeb, type WebPath, webPaths } from './mount-web.ts'
import { makeProbes } from './probes.ts'

const clock = { now: () => 0 }
const two = { count: 2, oldestAt: 1 }

interface Asked {
  readonly status: number
  readonly body: unknown
  readonly seen: Error | null
}

/** Asks one path of a server whose book answers each read by `newest`. */
async function ask(
  path: WebPath,
  newest: () => Promise<string[]>,
  pbx?: Pick<Pbx, 'isConnected' | 'reachability'>,
  readOnly: string | null = null,
): Promise<Asked> {
  let seen: Error | null = null
  const store = {
    changes: { newest },
    outbox: { waiting: async () => two },
    readOnly: () => readOnly,
    missingChanges: () => [],
  }
  const core = { store } as unknown as Core
  const app = await mountWeb(webPaths, {
    probes: makeProbes(core, pbx),
    metrics: makeMetrics({
      storeSize: async () => 0,
      waiting: async () => ({ 'drop-registration': two, 'end-calls': two, deliver: two, mail: two }),
      readOnly: () => readOnly,
      missingChanges: () => [],
      clock,
      trunks: async () => [],
      carriers: () => [],
      pbx,
    }),
    requestId: () => '1',
    observe: (request) => {
      seen = request.notes.error
    },
    dialectPaths: {},
  })
  const answer = await app.inject(path)
  return { status: answer.statusCode, body: answer.json(), seen }
}

const broken = new Error('disk I/O error in /var/lib/dialbook')
const away = unavailable('the database does not answer now: try again later', broken)

describe('GET /healthz', () => {
  it('is 200 while the store can be read', async () => {
    assert.deepEqual(await ask('/healthz', async () => []), {
      status: 200,
      body: { status: 'ok', pbx: 'off', outbox: 8, readOnly: false },
      seen: null,
    })
  })

  it('is 200 whatever the PBX does, and says whether it is connected', async () => {
    for (const [isUp, pbx] of [
      [true, 'connected'],
      [false, 'away'],
    ] as const) {
      const { status, body } = await ask('/healthz', async () => [], {
        isConnected: () => isUp,
        reachability: () => ({ reachable: 0, unreachable: 0 }),
      })
      assert.deepEqual([status, body], [200, { status: 'ok', pbx, outbox: 8, readOnly: false }])
    }
  })

  it('is 200 while the book takes no writes, and says so', async () => {
    const { status, body } = await ask('/healthz', async () => [], undefined, 'its disk is full')
    assert.deepEqual(
      [status, body],
      [200, { status: 'ok', pbx: 'off', outbox: 8, readOnly: true, reason: 'its disk is full' }],
    )
  })

  it('is 503 while the book cannot be read, with the reason of a technology in the log only', async () => {
    assert.deepEqual(await ask('/healthz', () => Promise.reject(broken)), {
      status: 503,
      body: { status: 'unavailable', message: 'the book cannot be read' },
      seen: broken,
    })
  })
})

describe('GET /readyz', () => {
  it('is 200 while the book can be read', async () => {
    assert.deepEqual(await ask('/readyz', async () => []), { status: 200, body: { status: 'ok' }, seen: null })
  })

  it('is 503 with our own reason while it cannot, also when no read ever ends', async () => {
    const refused = await ask('/readyz', () => Promise.reject(away))
    assert.deepEqual(
      [refused.status, refused.body, refused.seen],
      [503, { status: 'unavailable', message: away.message }, away],
    )
    const hung = await ask('/readyz', () => new Promise(() => undefined))
    assert.equal(hung.status, 503)
    assert.match(JSON.stringify(hung.body), /the book did not answer within \d+ ms/)
  })
})

describe('GET /livez', () => {
  it('is 200 whatever the book does', async () => {
    const { status, body } = await ask('/livez', () => Promise.reject(broken))
    assert.deepEqual([status, body], [200, { status: 'ok' }])
  })
})
