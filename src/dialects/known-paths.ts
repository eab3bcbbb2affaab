import type { HTTPMethods } from 'fastify'
import Router from 'find-my-way'
import type { OperationFacts } from './operation.ts'
import { longestParameter, type PathRules } from './router-rules.ts'

/** All methods that a path may be asked by. A known path refuses those that no operation answers. */
const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']

/** A path that a dialect knows, though it does not answer the request. */
export interface KnownPath {
  /** The pattern: `/groups/:id`. */
  readonly url: string
  /** The methods by which operations answer at the path; null for a path of the vendor that is not served. */
  readonly allowed: readonly HTTPMethods[] | null
}

/**
 * The paths of a dialect, to tell an unknown path from a known one that has no such method, or is not served. A path of `notServed`
 * stands for itself, with a suffix, and for all below it. They are in a router of their own, made when it is first needed: in that of
 * the operations each would be a route a method, and a start would add six routes that refuse for each that answers.
 */
export function knownPaths(
  operations: readonly Pick<OperationFacts, 'routes'>[],
  notServed: readonly string[],
  { caseSensitive = true, ignoreTrailingSlash = false }: PathRules = {},
): (method: string, url: string) => KnownPath | undefined {
  const make = (): Router.Instance<Router.HTTPVersion.V1> => {
    const router = Router({ caseSensitive, ignoreTrailingSlash, maxParamLength: longestParameter })
    const add = (path: KnownPath) => router.on('GET', path.url, () => undefined, path)
    for (const path of notServed) for (const url of [path, `${path}/*`, `${path}.:format`]) add({ url, allowed: null })
    for (const [url, known] of methodsByPath(operations))
      add({ url, allowed: methods.filter((method) => known.has(method)) })
    return router
  }
  let router: Router.Instance<Router.HTTPVersion.V1> | undefined
  return (method, url) => {
    if (!methods.includes(method as HTTPMethods)) return undefined
    router ??= make()
    return router.find('GET', url)?.store as KnownPath | undefined
  }
}

/**
 * The methods that a fixed path does not have, and that would reach another path with a parameter: `DELETE /contacts/optouts` reaches
 * `DELETE /contacts/:id`. They need routes of their own that refuse.
 */
export function mistakable(
  operations: readonly Pick<OperationFacts, 'routes'>[],
): readonly { readonly url: string; readonly method: HTTPMethods[] }[] {
  const paths = methodsByPath(operations)
  return [...paths].flatMap(([url, own]) => {
    const beside = [...paths].filter(([other]) => /\/:\w+$/.test(other) && folderOf(other) === folderOf(url))
    const method = [...new Set(beside.flatMap(([, others]) => [...others]))].filter((each) => !own.has(each))
    return method.length > 0 ? [{ url, method }] : []
  })
}

function methodsByPath(operations: readonly Pick<OperationFacts, 'routes'>[]): ReadonlyMap<string, Set<HTTPMethods>> {
  const found = new Map<string, Set<HTTPMethods>>()
  for (const { method, url } of operations.flatMap(({ routes }) => routes))
    found.set(url, (found.get(url) ?? new Set()).add(method))
  return found
}

function folderOf(url: string): string {
  return url.slice(0, url.lastIndexOf('/'))
}
