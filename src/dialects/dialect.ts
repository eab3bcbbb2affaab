import type { FastifyInstance } from 'fastify'
import type { SettingTable } from '../config/setting.ts'
import type { Caller } from '../core/caller.ts'
import type { Core } from '../core/core.ts'
import type { EventKind } from '../core/event/event.ts'
import type { ShapeMessage } from '../core/webhook/courier.ts'
import type { BodyReaders } from './body-reader.ts'
import type { InstanceOptions } from './instance.ts'
import type { IssuedKey, KeyForm } from './key-form.ts'
import type { OperationFacts } from './operation.ts'

/** The facts that a dialect declares of itself. */
export interface DialectFacts {
  readonly name: string
  /** The vendor and version, for people. */
  readonly title: string
  /** The paths that belong to it, each with all that is below. */
  readonly prefixes: readonly string[]
  /** The paths of its vendor, each with all that is below, whose calls are not served yet. Whoever calls one signs in first. */
  readonly notServed?: readonly string[]
  readonly operations: readonly OperationFacts[]
  /** Its own settings; `dialbook config` calls them `NAME.KEY`. */
  readonly settings: SettingTable
  readonly keyForm: KeyForm
  /** How its vendor tells of events, where it does. */
  readonly webhooks?: WebhookForm
  /**
   * Makes in an empty book what the vendor's sample calls need, and returns the calls, ready to paste.
   * `url` is where the server will answer.
   */
  welcome(core: Core, caller: Caller, key: IssuedKey, url: string): Promise<readonly Sample[]>
}

/** One vendor's wire format. A dialect translates; it holds no business rule. */
export interface Dialect extends DialectFacts {
  /** Makes the HTTP instance that answers its paths. */
  serve(deps: DialectDeps, options: InstanceOptions): Promise<FastifyInstance>
}

/** A call that a new user can paste. */
export interface Sample {
  readonly title: string
  readonly command: string
}

/** The parts of the server that a dialect works with. */
export interface DialectDeps {
  readonly core: Core
  /** All settings by their keys. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly bodies: BodyReaders
}

/** How a vendor tells of events. */
export interface WebhookForm {
  /** The usual one first. */
  readonly formats: readonly [string, ...string[]]
  readonly eventNames: Readonly<Record<EventKind, string>>
  readonly shape: ShapeMessage
}
