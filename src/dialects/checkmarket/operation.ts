import type { HTTPMethods } from 'fastify'
import type { Core } from '../../core/core.ts'
import type { Call } from '../call.ts'
import type { Operation } from '../operation.ts'
import type { About } from './about.ts'
import type { Body, BodyModel } from './body.ts'
import type { Answer, BareAnswer } from './payload.ts'
import type { Role } from './permissions.ts'
import type { QueryParameters } from './query.ts'

/** A request as a handler of this dialect knows it. */
export interface CheckMarketCall extends Call {
  /** The members that were given; empty for an operation without a body. */
  readonly body: Body
  readonly parameters: QueryParameters
  /** The address at which the vendor's paths begin for this client: `http://host/3`. */
  readonly base: string
}

/** An operation of this dialect. */
export interface CheckMarketOperation extends Operation<CheckMarketCall, Answer | BareAnswer> {
  readonly role: Role | null
  readonly body: BodyModel | null
  /** Seconds for which a client may keep the answer, as the vendor's page states them; null where it states none. */
  readonly cacheSeconds: number | null
  /** Whether the operation is answered without signing in. */
  readonly isOpen: boolean
  readonly about: () => About
}

interface OperationShape {
  readonly method: HTTPMethods
  /** The vendor's path below `/3`, as `contactgroups/{GroupId}`. */
  readonly path: string
  readonly role: Role | null
  readonly body?: BodyModel
  readonly cacheSeconds?: number
  readonly isOpen?: true
  readonly revises?: CheckMarketOperation['revises']
  readonly about: () => About
  readonly answer: (core: Core, call: CheckMarketCall) => Promise<Answer | BareAnswer>
}

/**
 * Makes an operation. Its route, its name and its page follow from its method and its path: `GET` of
 * `contacts/{ContactId}` is `GET-3-contacts-ContactId`.
 */
export function operation({
  method,
  path,
  role,
  body,
  cacheSeconds,
  isOpen,
  revises,
  about,
  answer,
}: OperationShape): CheckMarketOperation {
  const full = path === '' ? '3' : `3/${path}`
  const url = `/${full.replace(/{(\w+)}/g, ':$1')}`
  const name = `${method}-${full.replace(/[{}]/g, '').replaceAll('/', '-')}`
  return {
    name,
    page: `/docs/api/v3/action/${name}`,
    routes: [{ method, url }],
    permission: role,
    consumes: 'json',
    revises,
    takesLongBody: false,
    role,
    body: body ?? null,
    cacheSeconds: cacheSeconds ?? null,
    isOpen: isOpen ?? false,
    about,
    handle: answer,
  }
}
