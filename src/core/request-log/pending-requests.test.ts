import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { KeptBody, LoggedRequest } from './logged-request.ts'
import { PendingRequests } from './pending-requests.ts'

function request(id: string): LoggedRequest {
  return {
    ...{ id, at: 0, ms: 1, dialect: 'd', credentialId: 1, method: 'GET', path: '/', operation: null, status: 200 },
    ...{ reason: null, received: null, sent: null, change: null, replay: null },
  }
}
const body: KeptBody = { type: null, text: 'abc', problem: null, headers: {} }
const idsOf = (pending: PendingRequests) =>
  pending
    .take()
    .map(({ accountId, requests, bodies, trims }) => [
      accountId,
      requests.map(({ id }) => id).join(' '),
      [...bodies.keys()].join(' '),
      trims,
    ])

describe('requests that wait to be written', () => {
  it('are the last of each account, the oldest first, with their bodies', () => {
    const pending = new PendingRequests(3)
    for (let at = 0; at < 8; at++) pending.add(1, request(`a${at}`), body)
    pending.add(2, request('b'))
    assert.equal(pending.count, 4)
    assert.deepEqual(idsOf(pending), [
      [1, 'a5 a6 a7', 'a5 a6 a7', true],
      [2, 'b', '', true],
    ])
    assert.deepEqual(idsOf(pending), [])
  })

  it('have the older ones trimmed at first, and after some hundred', () => {
    const pending = new PendingRequests(1000)
    const trims: unknown[] = []
    for (let turn = 0; turn < 8; turn++) {
      for (let at = 0; at < 40; at++) pending.add(1, request(`${at}`))
      trims.push(idsOf(pending)[0]?.[3])
    }
    assert.deepEqual(trims, [true, false, false, true, false, false, true, false])
  })

  it('are put back before those that came meanwhile', () => {
    const pending = new PendingRequests(3)
    for (const id of ['a', 'b']) pending.add(1, request(id), body)
    const taken = pending.take()
    for (const id of ['c', 'd']) pending.add(1, request(id))
    pending.putBack(taken)
    assert.deepEqual(idsOf(pending), [[1, 'b c d', 'b', false]])
  })

  it('are bounded in all: the account with the most gives up its older half', () => {
    const pending = new PendingRequests(100, { atMost: 60 })
    for (let at = 0; at < 10; at++) pending.add(2, request(`b${at}`))
    for (let at = 0; at < 500; at++) pending.add(1, request(`a${at}`))
    assert.ok(pending.count <= 60)
    const [others, flood] = idsOf(pending)
    assert.equal(String(others?.[1]).split(' ').length, 10)
    assert.ok(String(flood?.[1]).endsWith('a499'))
  })

  it('hold bodies up to a bound', () => {
    const pending = new PendingRequests(100, { bodiesAtMost: 10 })
    for (let at = 0; at < 5; at++) pending.add(1, request(`a${at}`), body)
    const bodies = [...(pending.take()[0]?.bodies.values() ?? [])]
    assert.deepEqual(
      bodies.map(({ text }) => text),
      ['abc', 'abc', 'abc', null, null],
    )
  })
})
