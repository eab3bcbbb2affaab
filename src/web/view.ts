import type { Account } from '../core/account/account.ts'
import type { Caller, ServerCaller } from '../core/caller.ts'
import type { Core } from '../core/core.ts'
import type { Refusal } from '../core/errors.ts'
import type { Permission } from '../core/permission/permission.ts'
import type { SignedInPerson } from '../core/person/person.ts'
import type { SentFile, ServerFacts } from './facts.ts'
import type { Html } from './html.ts'
import type { TextKey, Texts } from './texts/texts.ts'

/** The form that was sent, and the query of the address. A name that comes more than once has its first value. */
export type Fields = URLSearchParams

/** A request of somebody who has signed in, as pages know it. */
export interface View {
  readonly core: Core
  readonly who: SignedInPerson
  readonly caller: Caller
  /** The person as a caller of the server; undefined for all but owners. */
  readonly owner: ServerCaller | undefined
  readonly facts: ServerFacts
  readonly account: Account
  readonly accounts: readonly Account[]
  readonly texts: Texts
  readonly t: Texts['t']
  readonly query: Fields
  readonly form: Fields
  /** The file that came with the form; undefined where none came. */
  readonly file?: SentFile | undefined
  /** Whether nobody waits for the answer any more. */
  isGone(): boolean
  /** Why the form that was sent is shown again; undefined for a page that was opened. */
  readonly refusal?: Refusal
  /** The parts of the path that the route names. */
  readonly parameters: Readonly<Record<string, string>>
  /** The token that each form of this session carries. */
  readonly token: string
  /** `https://HOST`, as the browser knows this server. */
  readonly origin: string
  may(permission: Permission): boolean
  /** A moment in the account's time zone. */
  moment(at: number): Html
  /** The account's time zone, by which moments are shown and entered. */
  readonly zone: string
}

/** The answer of a page: what it shows, or where it sends the browser. */
export type Answer =
  | { readonly title: string; readonly nav: TextKey; readonly content: Html; readonly status?: number }
  | { readonly goTo: string; readonly cookie?: string }
  | { readonly file: string; readonly type: string; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly sound: Uint8Array; readonly type: string }

/** A page or an action: its method, its path below `/book`, and what it does. */
export interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: string
  answer(view: View): Promise<Answer>
  /** The page that the form is on. A form that is refused for a value is shown there again, with the reason at the field. */
  readonly formOn?: Route
  /** Whether its form may have a file. The fields before the file are known when the action begins, and no others. */
  readonly takesFile?: true
}
