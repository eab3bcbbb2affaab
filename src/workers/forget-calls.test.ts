import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildBook } from '../../test/builders.ts'
import type { CallRecord } from '../core/ledger/call-record.ts'
import { forgetCalls } from './forget-calls.ts'

const dayMs = 24 * 60 * 60 * 1000

test('calls that are older than pbx.keepCalls go in steps until none is left, and others stay', async () => {
  const book = await buildBook()
  const { store } = book.core
  const { accountId } = await book.buildCaller()
  const now = book.clock.now()
  const call = (callId: string, days: number): CallRecord => ({
    ...{ callId, from: '500', to: '530', taker: '', way: 'local', entry: '', exit: '', route: '', originateId: '' },
    ...{ campaign: '', digits: '', recording: '', disposition: 'NO ANSWER', answeredAt: null },
    ...{ startedAt: (now - days * dayMs) * 1000, endedAt: (now - days * dayMs) * 1000 + 1 },
    ...{ legs: [], talks: [], steps: [], doubts: [] },
  })
  // More than two steps.
  const old = Array.from({ length: 221 }, (_, at) => call(`old ${at}`, 11))
  const position = { openSince: { file: 'f', offset: 0 }, told: { file: 'f', offset: 1 } }
  await store.ledger.keep(accountId, { calls: [...old, call('young', 9)], events: [], position })
  const steps: number[] = []
  const ledger = {
    ...store.ledger,
    async forget(before: number, limit: number) {
      const gone = await store.ledger.forget(before, limit)
      steps.push(gone)
      return gone
    },
  }
  const faults: unknown[] = []
  const worker = forgetCalls({ ...book.core, store: { ...store, ledger } }, 10, (fault) => faults.push(fault))
  try {
    while (steps.length < 3 && faults.length === 0) await new Promise((next) => setTimeout(next, 10))
  } finally {
    await worker.stop()
  }
  assert.deepEqual([steps, faults], [[100, 100, 21], []])
  const left = await store.ledger.slice(accountId, {}, { after: 0, limit: 10 })
  assert.deepEqual(
    left.map(({ callId }) => callId),
    ['young'],
  )
  await book.close()
})
