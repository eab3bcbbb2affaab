import assert from 'node:assert/strict'
import { it } from 'node:test'
import { makeRequestIds } from './request-ids.ts'

it('makes ids of 32 hex digits, no two alike', () => {
  const requestId = makeRequestIds()
  const ids = Array.from({ length: 10_000 }, requestId)
  assert.equal(new Set(ids).size, ids.length)
  for (const id of ids) assert.match(id, /^[0-9a-f]{32}$/)
})
