import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FastifyRequest } from 'fastify'
import { Refusal, unavailable } from '../core/errors.ts'
import { noteRefusal } from './request.ts'

function notesAfter(error: Error): { reason: string | null; error: Error | null } {
  const request = { notes: { reason: null, error: null } } as unknown as FastifyRequest
  noteRefusal(request, error, 'because')
  return request.notes
}

describe('noteRefusal', () => {
  it('keeps only the reason of what the client did wrong', () => {
    assert.deepEqual(notesAfter(new Refusal('not_found', 'there is no such group')), { reason: 'because', error: null })
  })

  it('keeps as a failure of the server what the book could not do', () => {
    const error = unavailable('the disk is full', new Error('database or disk is full'))
    assert.deepEqual(notesAfter(error), { reason: 'because', error })
  })
})
