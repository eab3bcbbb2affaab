/** A tenant. No call ever sees another account's data. Its name is unique, whatever the case. `createdAt` is epoch milliseconds. */
export interface Account {
  readonly id: number
  readonly name: string
  readonly enabled: boolean
  /** Whether it has a master key, which some dialects ask for beside a credential. It is kept as a hash. */
  readonly hasMasterKey: boolean
  readonly createdAt: number
}
