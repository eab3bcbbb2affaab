/** A tenant. No call ever sees another account's data. `createdAt` is epoch milliseconds. */
export interface Account {
  readonly id: number
  readonly name: string
  readonly enabled: boolean
  readonly createdAt: number
}
