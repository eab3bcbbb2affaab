import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify'
import type { OperationFacts } from './operation.ts'

/** All methods that a path may be asked by. A known path refuses those that no operation answers. */
const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']

/** The refusals of a dialect, each of which throws. */
export interface Refusals {
  readonly operations: readonly Pick<OperationFacts, 'routes'>[]
  /** Paths of the vendor that are not served: each is refused alone, with a suffix, and with all below it. */
  readonly notServed: readonly string[]
  /** Refuses a method that a known path does not have, before anybody has to sign in. */
  readonly refuseMethod: (request: FastifyRequest, allowed: readonly HTTPMethods[]) => never
  /** Refuses a path of `notServed`, once the request has signed in. */
  readonly refusePath: (request: FastifyRequest) => Promise<never>
}

/** The handler of a route whose hook answers or throws. */
export const unreachable = (): undefined => undefined

/** Adds routes that refuse what no operation answers, before the body is received. All operations must have their routes. */
export function addRefusals(app: FastifyInstance, { operations, notServed, refuseMethod, refusePath }: Refusals): void {
  const allowed = new Map<string, Set<HTTPMethods>>()
  for (const { method, url } of operations.flatMap(({ routes }) => routes)) {
    allowed.set(url, (allowed.get(url) ?? new Set()).add(method))
  }
  for (const [url, known] of allowed) {
    add(url, async (request) =>
      refuseMethod(
        request,
        methods.filter((method) => known.has(method)),
      ),
    )
  }
  for (const path of notServed) for (const url of [path, `${path}/*`, `${path}.:format`]) add(url, refusePath)

  /** Adds a route for every method of `url` that no operation answers. */
  function add(url: string, onRequest: (request: FastifyRequest) => Promise<never>): void {
    const method = methods.filter((each) => !app.hasRoute({ method: each, url }))
    if (method.length > 0) app.route({ method, url, onRequest, handler: unreachable })
  }
}
