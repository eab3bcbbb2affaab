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
  /** So many are answered as what they are; the next makes the block. */
  readonly attempts: number
  readonly within: number
  readonly lasts: number
}
