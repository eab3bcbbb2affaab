import type { ChangeDraft } from '../change/change.ts'

/** A change as its request knows it. Its number is found when somebody looks: no write waits for it. */
export interface MadeChange extends Pick<ChangeDraft, 'noun' | 'verb' | 'subject'> {
  /** The time that the change has, in epoch milliseconds. */
  readonly at: number
}

/** An answered request, without any secret. Times are epoch milliseconds. */
export interface LoggedRequest {
  /** The id that the log of the server and, in some dialects, the answer has. */
  readonly id: string
  /** When the request came. */
  readonly at: number
  /** How long the answer took, in milliseconds. */
  readonly ms: number
  readonly dialect: string
  /** The credential that signed in; `null` where none did. */
  readonly credentialId: number | null
  readonly method: string
  /** The path with its query, with masks in the place of secrets. */
  readonly path: string
  /** The name of the call in its dialect. */
  readonly operation: string | null
  readonly status: number
  /** The reason of a refusal, in words. */
  readonly reason: string | null
  /** The bytes of the body that came, and of the one that was sent; `null` where nobody knew ahead. */
  readonly received: number | null
  readonly sent: number | null
  /** The last change that the request has made. */
  readonly change: MadeChange | null
  /** The request that was sent once more, and by whom; `null` for one that a program sent. */
  readonly replay: Replay | null
}

/** Marks a request that a person has sent once more. */
export interface Replay {
  readonly of: string
  readonly by: string
}

/** A request as it was sent, as far as it is needed to send it once more. */
export interface KeptBody {
  /** The media type; `null` where the request named none. */
  readonly type: string | null
  /** The body with masks in the place of secrets; `null` where it could not be kept. */
  readonly text: string | null
  /** Why it could not be kept, or cannot be sent once more; `null` where it can. */
  readonly problem: BodyProblem | null
  /** The other headers that decide the answer, as `if-match`. */
  readonly headers: Readonly<Record<string, string>>
}

/** `long`: above the bound. `unreadable`: nobody can tell where its secrets are. `secret`: it had some, which are gone. */
export type BodyProblem = 'long' | 'unreadable' | 'secret'

/** The longest body that is kept, in bytes. */
export const longestBody = 16 * 1024

/** Milliseconds for which the bodies of all requests are kept. */
export const bodiesFor = 60 * 60 * 1000

/** Milliseconds for which they stay after that. */
export const bodiesStay = 60 * 60 * 1000

/** The account of requests that no account made. */
export const noAccount = 0
