import type { HTTPMethods } from 'fastify'
import type { Core } from '../../core/core.ts'
import type { Call, Operation } from '../dialect.ts'
import type { Body, BodyModel } from './body.ts'
import type { Answer } from './payload.ts'
import type { Role } from './permissions.ts'
import type { QueryParameters } from './query.ts'

/** What a handler of this dialect knows of a request. */
export interface CheckMarketCall extends Call {
  /** The members that were given; empty for an operation without a body. */
  readonly body: Body
  readonly parameters: QueryParameters
  /** Where the vendor's paths begin for this client: `http://host/3`. */
  readonly base: string
}

/** An operation of this dialect. */
export interface CheckMarketOperation extends Operation {
  readonly method: HTTPMethods
  readonly url: string
  readonly role: Role | null
  readonly body: BodyModel | null
  /** How long a client may keep the answer, as the vendor's page states it; null where it states nothing. */
  readonly cacheSeconds: number | null
  readonly answer: (core: Core, call: CheckMarketCall) => Promise<Answer>
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
    method,
    url,
    role,
    body: body ?? null,
    cacheSeconds: cacheSeconds ?? null,
    answer,
    handle: (core, call) => answer(core, call as CheckMarketCall),
  }
}
