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
  readonly createdAt: number
}
