import type { NewCredential } from '../core/credential/add-credential.ts'
import type { Credential } from '../core/credential/credential.ts'
import type { EventKind } from '../core/event/event.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import type { Permission } from '../core/permission/permission.ts'
import type { FileWish, ReadFile } from '../core/preview/preview-file.ts'
import type { Replayer } from '../core/request-log/replay-request.ts'
import type { Webhook } from '../core/webhook/webhook.ts'

/** A key that was made up: what the book keeps, and what is shown once. */
export interface MadeKey {
  readonly credential: Omit<NewCredential, 'dialect'>
  readonly show: Readonly<Record<string, string>>
}

/** A kind of programs that sign in with keys: those of one dialect. */
export interface ProgramKind {
  readonly name: string
  readonly title: string
  /** The words by which a key is allowed something; none where every key may make every call. */
  readonly words: readonly string[]
  /** Makes up a key that is allowed these words, or everything where there are none. */
  makeKey(words: readonly string[], account: { readonly hasMasterKey: boolean }): MadeKey
  /** The options by which curl presents a key, with words in the place of its secrets. */
  curl(key: Pick<Credential, 'scheme' | 'username'>): readonly string[]
  /** What a key may do, in words of the book. */
  permissionsOf(credential: Pick<Credential, 'permissions' | 'revealsSecrets'>): ReadonlySet<Permission>
}

/** The form in which webhooks are told of events. */
export interface WebhookKind {
  readonly dialect: string
  readonly title: string
  readonly formats: readonly [string, ...string[]]
  readonly methods: readonly [Webhook['method'], ...Webhook['method'][]]
  /** The names of the events that it tells of. */
  readonly eventNames: Readonly<Partial<Record<EventKind, string>>>
}

/** A file as it comes with a form. */
export interface SentFile {
  /** The name that it had on the machine of the person. */
  readonly filename: string
  /** Bytes that come at the most. */
  readonly length: number
  /** The bytes, once. */
  readonly pieces: AsyncIterable<Uint8Array>
}

/**
 * Has a file of numbers read beside all other requests: `use` gets the function that reads it, and the memory for it is kept until `use`
 * is done.
 *
 * @throws Refusal `unavailable` where too many long files are being read.
 */
export type ImportReading = <T>(
  file: SentFile,
  visit: { readonly accountId: number; readonly isGone: () => boolean },
  use: (read: (wish: FileWish) => Promise<ReadFile>) => Promise<T>,
) => Promise<T>

/** What the page knows of the server that it is on. */
export interface ServerFacts {
  readonly version: string
  /** The settings that hold, as they were written, without secrets. `from` is a flag, a variable, the path of a file, or `default`. */
  readonly settings: readonly { readonly key: string; readonly value: string; readonly from: string }[]
  readonly programs: readonly ProgramKind[]
  readonly webhooks: readonly WebhookKind[]
  readonly pbx: Pick<Pbx, 'isConnected' | 'report' | 'calls'> | undefined
  /** What `/healthz` says. Rejects when the book cannot be read now. */
  health(): Promise<object>
  /** Sends requests of programs once more. */
  readonly replayer: Replayer
  /** Reads files of numbers. */
  readonly readImport: ImportReading
}
