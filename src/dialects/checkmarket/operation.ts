import type { HTTPMethods } from 'fastify'
import type { Core } from '../../core/core.ts'
import type { Call } from '../call.ts'
import type { Operation } from '../operation.ts'
import type { Body, BodyModel } from './body.ts'
import type { Answer } from './payload.ts'
import type { Role } from './permissions.ts'
import type { QueryParameters } from './query.ts'

/** A request as a handler of this dialect knows it. */
export interface CheckMarketCall extends Call {
  /** The members that were given; empty for an operation without a body. */
  readonly body: Body
  readonly parameters: QueryParameters
  /** Where the vendor's paths begin for this client: `http://host/3`. */
  readonly base: string
}

/** An operation of this dialect. */
export interface CheckMarketOperation extends Operation<CheckMarketCall, Answer> {
  readonly role: Role | null
  readonly body: BodyModel | null
  /** How long a client may keep the answer, as the vendor's page states it; null where it states nothing. */
  readonly cacheSeconds: number | null
}

interface OperationShape {
  readonly method: HTTPMethods
  /** The vendor's path: `contactgroups/{GroupId}` below `/3`. */
  readonly path: string
  readonly role: Role | null
  readonly body?: BodyModel
  readonly cacheSeconds?: number
  readonly answer: (core: Core, call: CheckMarketCall) => Promise<Answer>
}

/** An operation: its route, its name (the vendor's own for its page) and that page follow from its method and path. */
export function operation({ method, path, role, body, cacheSeconds, answer }: OperationShape): CheckMarketOperation {
  const full = path === '' ? '3' : `3/${path}`
  const url = `/${full.replace(/{(\w+)}/g, ':$1')}`
  const name = `${method}-${full.replace(/[{}]/g, '').replaceAll('/', '-')}`
  return {
    name,
    page: `/docs/api/v3/action/${name}`,
    routes: [{ method, url }],
    permission: role,
    consumes: 'json',
    takesLongBody: false,
    role,
    body: body ?? null,
    cacheSeconds: cacheSeconds ?? null,
    handle: answer,
  }
}
