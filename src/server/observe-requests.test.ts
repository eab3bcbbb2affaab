import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../core/caller.ts'
import { emptyNotes, type RequestNotes } from '../dialects/request-notes.ts'
import type { Log } from './log.ts'
import { observeRequests } from './observe-requests.ts'
import { RequestCounts } from './request-counts.ts'

const caller: Caller = { accountId: 3, credentialId: 4, name: null, origin: 'test', permissions: new Set() }

/** What the log gets of an answered request, as values. */
function logged(notes: Partial<RequestNotes>, url: string | undefined): Record<string, unknown> {
  const lines: Record<string, unknown>[] = []
  const log = {
    infoJson: (fields: string, message: string) => lines.push({ ...JSON.parse(`{${fields}}`), message }),
    error: (fields: object, message: string) => lines.push({ ...fields, message }),
  } as unknown as Log
  const request = { id: 'a1', method: 'POST', routeOptions: { url }, notes: { ...emptyNotes(), ...notes } }
  const reply = { statusCode: 200, elapsedTime: 1.23456 }
  observeRequests('echo', log, { requests: new RequestCounts() })(
    request as unknown as FastifyRequest,
    reply as FastifyReply,
  )
  assert.equal(lines.length, 1)
  return lines[0] as Record<string, unknown>
}

const members = 'requestId dialect operation account credential method route status ms reason message'.split(' ')

it('logs an answer with all its members, in their order', () => {
  const line = logged({ operation: 'groups/add', caller, reason: 'said "no"\n' }, '/a/:id')
  assert.deepEqual(Object.keys(line), members)
  assert.deepEqual(Object.values(line), [
    'a1',
    'echo',
    'groups/add',
    3,
    4,
    'POST',
    '/a/:id',
    200,
    1.235,
    'said "no"\n',
    'request',
  ])
})

it('logs null for what is not known', () => {
  const { operation, account, credential, route, reason } = logged({}, undefined)
  assert.deepEqual([operation, account, credential, route, reason], [null, null, null, null, null])
})

it('logs a failure with the same members and its error', () => {
  const line = logged({ error: new Error('broken') }, '/a')
  assert.deepEqual(Object.keys(line), [...members.slice(0, -1), 'error', 'message'])
  assert.equal((line.error as Error).message, 'broken')
})
