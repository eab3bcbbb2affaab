import type { FastifyRequest } from 'fastify'
import type { Caller } from '../core/caller.ts'
import type { Core } from '../core/core.ts'
import { unconditional, underPrecondition } from '../core/revision/precondition.ts'
import { preconditionOf } from './entity-tag.ts'
import type { OperationFacts } from './operation.ts'

/**
 * The core of a request: one whose writes hold only under the request's conditions, where it has some. A GET has no effect to guard.
 *
 * @throws Refusal `unconditional` where the caller's key has to send a condition, and does not.
 * @throws MalformedHeader
 */
export function conditionalCore(
  core: Core,
  { method, headers }: FastifyRequest,
  { asks }: Caller,
  { revises }: OperationFacts,
): Core {
  if (method === 'GET' || method === 'HEAD') return core
  const condition = preconditionOf(headers, revises)
  if (condition) return underPrecondition(core, condition)
  if (revises !== undefined && asks?.requiresMatch) throw unconditional()
  return core
}
