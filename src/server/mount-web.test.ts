import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Core } from '../core/core.ts'
import { makeMetrics } from './metrics.ts'
import { mountWeb } from './mount-web.ts'

const clock = { now: () => 0 }
const two = { count: 2, oldestAt: 1 }

async function healthOf(
  networks: () => Promise<string[]>,
  pbx?: { isConnected(): boolean },
): Promise<{ status: number; body: unknown; seen: Error | null }> {
  let seen: Error | null = null
  const app = await mountWeb({
    core: { store: { changes: { newest: networks }, outbox: { waiting: async () => two } } } as unknown as Core,
    pbx,
    metrics: makeMetrics({
      storeSize: async () => 0,
      waiting: async () => ({ 'drop-registration': two, deliver: two }),
      clock,
      pbx,
    }),
    requestId: () => '1',
    observe: (request) => {
      seen = request.notes.error
    },
    dialectPaths: {},
  })
  const answer = await app.inject('/healthz')
  return { status: answer.statusCode, body: answer.json(), seen }
}

describe('GET /healthz', () => {
  it('is 200 while the store can be read', async () => {
    assert.deepEqual(await healthOf(async () => []), {
      status: 200,
      body: { status: 'ok', pbx: 'off', outbox: 4 },
      seen: null,
    })
  })

  it('is 200 whatever the PBX does, and says whether it is connected', async () => {
    for (const [isUp, pbx] of [
      [true, 'connected'],
      [false, 'away'],
    ] as const) {
      const { status, body } = await healthOf(async () => [], { isConnected: () => isUp })
      assert.deepEqual([status, body], [200, { status: 'ok', pbx, outbox: 4 }])
    }
  })

  it('is 503 while the store cannot be read, with the reason in the log only', async () => {
    const broken = new Error('disk I/O error in /var/lib/dialbook')
    assert.deepEqual(await healthOf(() => Promise.reject(broken)), {
      status: 503,
      body: { status: 'unavailable', message: 'the store cannot be read' },
      seen: broken,
    })
  })
})
