/**
 * A tenant. No call ever sees another account's data. Its name is unique without case. `createdAt` is epoch
 * milliseconds.
 */
export interface Account {
  readonly id: number
  readonly name: string
  readonly enabled: boolean
  /** Whether the account has a master key, which some dialects ask for beside a credential. Only its hash is kept. */
  readonly hasMasterKey: boolean
  /** The country whose numbering plan its numbers follow, as `IR` (ISO 3166-1 alpha-2); null when none was set. */
  readonly country: string | null
  /** The IANA time zone that was set, as `Asia/Tehran`; null for that of the country (`time-zone-of.ts`). */
  readonly timeZone: string | null
  readonly createdAt: number
}
