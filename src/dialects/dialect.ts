import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type HTTPMethods } from 'fastify'
import type { Account } from '../core/account/account.ts'
import type { BlockRule } from '../core/block/block.ts'
import type { Caller } from '../core/caller.ts'
import type { Core } from '../core/core.ts'
import type { NewCredential } from '../core/credential/add-credential.ts'
import type { Ids } from '../core/environment.ts'
import type { EventKind } from '../core/event/event.ts'
import type { ShapeMessage } from '../core/webhook/courier.ts'
import type { BodyReader, BodyReaders } from './body-reader.ts'

/** One vendor's wire format. A dialect translates; it holds no business rule. */
export interface Dialect {
  readonly name: string
  /** The vendor and version, for people. */
  readonly title: string
  /** The paths that belong to it, each with all that is below; doubled slashes in a request count as one. */
  readonly prefixes: readonly string[]
  /** How its paths are matched, where it is not letter by letter. */
  readonly router?: { readonly caseSensitive?: boolean; readonly ignoreTrailingSlash?: boolean }
  readonly operations: readonly Operation[]
  readonly keyForm: KeyForm
  /** How its vendor tells of events, where it does. */
  readonly webhooks?: WebhookForm
  /** Sets up the dialect's own HTTP instance: parsers, sign-in, routes, the answers to all that goes wrong. */
  mount(app: FastifyInstance, deps: DialectDeps): Promise<void> | void
  /**
   * Makes in an empty book what the vendor's sample calls need, and returns the calls, ready to paste.
   * `url` is where the server will answer.
   */
  welcome(core: Core, caller: Caller, key: IssuedKey, url: string): Promise<readonly Sample[]>
}

/** A call that a new user can paste. */
export interface Sample {
  readonly title: string
  readonly command: string
}

/** One call of a vendor's API, as data and a function. */
export interface Operation {
  /** Unique in the dialect: the vendor's path. Its documentation and its example go by this name. */
  readonly name: string
  /** The vendor's page that it answers to. */
  readonly page: string
  readonly routes: readonly { readonly method: HTTPMethods; readonly url: string }[]
  /** The permission that a credential needs for it; `null` for none. */
  readonly permission: string | null
  /** How the body comes. */
  readonly consumes: 'json' | 'multipart'
  /** How its body is read where that may be long. */
  readonly reader?: BodyReader<object>
  readonly handle: (core: Core, call: Call) => Promise<unknown>
}

/** What a handler knows of a request: nothing of the HTTP library. */
export interface Call {
  readonly caller: Caller
  /** What was read of the body. */
  readonly body: unknown
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly settings: DialectSettings
}

/** The settings that dialects read. */
export interface DialectSettings {
  /** An IANA time zone for the dialects that answer in local time. */
  readonly timeZone: string
  /** Whether CheckMarket's XML may have its elements in any order; else those out of order are dropped, as the vendor does. */
  readonly lenientXml: boolean
  /** What bad sign-ins lead to, for the dialects that block addresses. */
  readonly signInBlock: BlockRule
}

export interface DialectDeps {
  readonly core: Core
  readonly settings: DialectSettings
  readonly bodies: BodyReaders
}

/** How a vendor tells of events. */
export interface WebhookForm {
  /** The usual one first. */
  readonly formats: readonly [string, ...string[]]
  readonly eventNames: Readonly<Record<EventKind, string>>
  readonly shape: ShapeMessage
}

/** How `key add` makes a credential of the dialect. */
export interface KeyForm {
  readonly flags: readonly KeyFlag[]
  /**
   * Completes what the flags left out. `account` is whose key it will be.
   *
   * @throws Refusal `invalid_value` when the flags contradict each other.
   */
  issue(given: KeyFlags, ids: Ids, account: Pick<Account, 'hasMasterKey'>): IssuedKey
}

/** One flag of `key add`, as commander spells it: `--username <name>`. A `many` flag may be repeated. */
export interface KeyFlag {
  readonly name: string
  readonly flag: string
  readonly help: string
  readonly many?: true
}

/** Flag values by name: a string, `true` for a flag without a value, a list for a `many` flag. */
export type KeyFlags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** A credential to be made, and what is shown of it, once. */
export interface IssuedKey {
  readonly credential: Omit<NewCredential, 'accountId' | 'dialect'>
  readonly show: Readonly<Record<string, string>>
}

/** What the request log learns of a request beside its route and status. */
export interface RequestNotes {
  operation: string | null
  caller: Caller | null
  /** Why it was refused, for people; never a secret. */
  reason: string | null
  /** What went wrong in the server itself. */
  error: Error | null
}

declare module 'fastify' {
  interface FastifyRequest {
    notes: RequestNotes
  }
}

/** Called when an answer is on its way, with all that a log line and a metric need. */
export type RequestObserver = (request: FastifyRequest, reply: FastifyReply) => void

export interface InstanceOptions {
  readonly requestId: () => string
  /** Largest body, in bytes. */
  readonly bodyLimit: number
  /** Proxies whose `X-Forwarded-For` is believed: addresses or networks, comma separated; empty for none. */
  readonly trustProxy: string
  readonly observe: RequestObserver
}

/** Mounts a dialect on an HTTP instance of its own, so that no parser, path rule or error answer leaks into another. */
export async function mountDialect(
  dialect: Dialect,
  deps: DialectDeps,
  options: InstanceOptions,
): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    genReqId: options.requestId,
    bodyLimit: options.bodyLimit,
    trustProxy: options.trustProxy === '' ? false : options.trustProxy,
    // As long as a path may be: what is too long for an id is answered by the dialect, not by the library.
    routerOptions: { maxParamLength: 65_536, ...dialect.router },
    rewriteUrl: (request) => decodable(collapseSlashes(request.url ?? '/')),
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
  })
  app.decorateRequest('notes')
  app.addHook('onRequest', async (request) => {
    request.notes = { operation: null, caller: null, reason: null, error: null }
  })
  app.addHook('onResponse', async (request, reply) => options.observe(request, reply))
  await dialect.mount(app, deps)
  await app.ready()
  return app
}

/** Lets a `%` that encodes nothing stand for itself: the path then is one like any other, and unknown to every dialect. */
function decodable(url: string): string {
  if (!url.includes('%')) return url
  try {
    decodeURIComponent(url)
    return url
  } catch {
    return url.replaceAll('%', '%25')
  }
}

/** `//api/v4//x?a=//b` → `/api/v4/x?a=//b`: clients put base address and path together with a slash too many. */
export function collapseSlashes(url: string): string {
  const query = url.indexOf('?')
  if (query < 0) return url.replace(/\/{2,}/g, '/')
  return url.slice(0, query).replace(/\/{2,}/g, '/') + url.slice(query)
}
