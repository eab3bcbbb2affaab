import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Refusal } from '../core/errors.ts'
import { inTime } from './in-time.ts'

const generousMs = 60_000

describe('in time', () => {
  it('passes an answer and a fault on', async () => {
    assert.equal(await inTime(generousMs, Promise.resolve(3)), 3)
    await assert.rejects(inTime(generousMs, Promise.reject(new Error('broken'))), /^Error: broken$/)
  })

  it('says that there was no answer, and drops one that comes late, also a fault', async () => {
    const late = Promise.withResolvers<never>()
    const error = await inTime(1, late.promise).catch((each: unknown) => each)
    assert.ok(error instanceof Refusal && error.code === 'unavailable')
    assert.equal(error.message, 'the book did not answer within 1 ms')
    late.reject(new Error('too late'))
    await late.promise.catch(() => undefined)
  })
})
