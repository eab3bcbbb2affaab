/** The parts that a client must present: name and password, a token, or both. */
export type SignInScheme = 'basic' | 'token' | 'both'

/**
 * The name and password, or the token, that a client signs in with. A credential belongs to one account and one
 * dialect. `createdAt` is epoch milliseconds.
 */
export interface Credential {
  readonly id: number
  readonly accountId: number
  readonly dialect: string
  readonly scheme: SignInScheme
  /** Unique in its dialect; `null` where only a token is presented. */
  readonly username: string | null
  readonly passwordHash: string | null
  /** SHA-256 of the token in hex, unique in its dialect; `null` where there is none. */
  readonly tokenHash: string | null
  /** Permissions in the words of the dialect, such as `/pbx/users/add`, `/autodialer/groups/*` or `group.find`. */
  readonly permissions: readonly string[]
  readonly revealsSecrets: boolean
  /** Whether writes with it must say in `If-Match` which state they change. */
  readonly requiresMatch: boolean
  /** The milliseconds within which an equal body on the same route counts as a retry; null where it never does. */
  readonly sameBodyWithin: number | null
  readonly enabled: boolean
  readonly createdAt: number
}

/** A credential together with the state of its account, as a sign-in needs it. */
export interface SignInRecord extends Credential {
  readonly accountEnabled: boolean
  /** SHA-256 of the account's master key in hex; `null` where there is none. */
  readonly masterHash: string | null
  /** Until when the bodies of the account's requests are kept, in epoch milliseconds; 0 where they are not. */
  readonly bodiesUntil: number
}

/** The permission that covers every path. */
export const allPermissions: readonly string[] = ['/*']

/**
 * Whether the permissions cover `wanted`. `/a/*` covers everything below `/a`, `group.*` everything of that noun, and
 * `*` everything; any other entry covers itself.
 */
export function permits(permissions: readonly string[], wanted: string): boolean {
  return permissions.some((allowed) =>
    /(?:^|[/.])\*$/.test(allowed) ? wanted.startsWith(allowed.slice(0, -1)) : allowed === wanted,
  )
}
