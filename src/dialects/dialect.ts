import type { FastifyInstance } from 'fastify'
import type { SettingTable } from '../config/setting.ts'
import type { Caller } from '../core/caller.ts'
import type { Core } from '../core/core.ts'
import type { Credential } from '../core/credential/credential.ts'
import type { EventKind } from '../core/event/event.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import type { Permission } from '../core/permission/permission.ts'
import type { ShapeMessage } from '../core/webhook/courier.ts'
import type { Webhook } from '../core/webhook/webhook.ts'
import type { BodyReaders } from './body/body-readers.ts'
import type { InstanceOptions } from './instance.ts'
import type { IssuedKey, KeyForm } from './key-form.ts'
import type { OperationFacts } from './operation.ts'
import type { ReplayTickets } from './replay.ts'
import type { DialectWeather } from './weather.ts'

/** The facts that a dialect declares of itself. */
export interface DialectFacts {
  readonly name: string
  /** The vendor and the version of its API, for people: `LOX24 API v2`. */
  readonly title: string
  /** The paths that belong to the dialect, each with all paths below it. */
  readonly prefixes: readonly string[]
  /**
   * Paths of the vendor whose calls are not served yet, each with all paths below it. A client has to sign in before it
   * is told so.
   */
  readonly notServed?: readonly string[]
  /** The operations. Only a server loads them: commands start faster without. */
  readonly operations: () => Promise<readonly OperationFacts[]>
  /** Makes the description of the API in OpenAPI 3.1, which stands in the folder openapi by its name; absent for a dialect that has none. */
  readonly openapi?: () => Promise<object>
  /** The settings of the dialect. `dialbook config` calls them `NAME.KEY`, as `simotel.timeZone`. */
  readonly settings: SettingTable
  readonly keyForm: KeyForm
  /** All that a key may do, in words of the book. */
  permissionsOf(credential: Pick<Credential, 'permissions' | 'revealsSecrets'>): ReadonlySet<Permission>
  /** The errors of the vendor that can be had on demand, by their names. */
  readonly storms?: Readonly<Record<string, unknown>>
  /** The webhooks of the vendor, where it has some. */
  readonly webhooks?: WebhookForm
  /**
   * Fills an empty book with the things that the vendor's sample calls need, and returns the calls, ready to paste.
   * `url` is the address at which the server will answer.
   */
  welcome(core: Core, caller: Caller, key: IssuedKey, url: string): Promise<readonly Sample[]>
}

/** One vendor's wire format. A dialect translates; it holds no business rule. */
export interface Dialect extends DialectFacts {
  /** Makes the HTTP instance that answers the paths of the dialect. */
  serve(deps: DialectDeps, options: InstanceOptions): Promise<FastifyInstance>
}

/** A call that a new user can paste. */
export interface Sample {
  readonly title: string
  readonly command: string
}

/** What a dialect may know of the server beside the book. */
export interface ServerSide {
  /** The forms in which webhooks are told of events, with the names of their dialects. */
  readonly webhooks: readonly (WebhookForm & { readonly dialect: string })[]
  /** The phones and their calls as the PBX knows them; undefined where no PBX is served. */
  readonly phones: Pick<Pbx, 'isConnected' | 'report' | 'calls'> | undefined
}

/** The parts of the server that a dialect works with. */
export interface DialectDeps {
  readonly core: Core
  readonly server: ServerSide
  /** The values of all settings, by their keys. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly bodies: BodyReaders
  /** Lets in requests that people send once more; absent where nobody can. */
  readonly replays?: ReplayTickets | undefined
  /** The weather; absent where it is always fair. */
  readonly weather?: DialectWeather | undefined
  /** Is told what is to be done once the book has become another one. Absent where that cannot be. */
  readonly onRefilled?: ((forget: () => void) => void) | undefined
}

/** The form in which a vendor tells of events. */
export interface WebhookForm {
  /** The formats that a webhook can have, the usual one first. */
  readonly formats: readonly [string, ...string[]]
  /** The ways in which messages are sent, the usual one first. */
  readonly methods: readonly [Webhook['method'], ...Webhook['method'][]]
  /** The vendor's names of the events that it tells of. */
  readonly eventNames: Readonly<Partial<Record<EventKind, string>>>
  readonly shape: ShapeMessage
}
