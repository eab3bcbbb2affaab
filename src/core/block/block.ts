/** An address that a dialect answers no more until a time, for too many bad sign-ins. Times are epoch milliseconds. */
export interface Block {
  readonly dialect: string
  readonly address: string
  readonly createdAt: number
  /** When the address is answered again. */
  readonly until: number
}

/** How many bad sign-ins from one address within what time make a block, and for how long. Times are milliseconds. */
export interface BlockRule {
  /** So many make no block: the next one does. With 3, the fourth. */
  readonly attempts: number
  readonly within: number
  readonly lasts: number
}
