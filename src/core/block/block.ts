/** An address that a dialect answers no more until a time, for too many bad sign-ins. Times are epoch milliseconds. */
export interface Block {
  readonly dialect: string
  readonly address: string
  readonly createdAt: number
  /** When the address is answered again. */
  readonly until: number
}

/** The rule by which bad sign-ins from one address make a block. Times are milliseconds. */
export interface BlockRule {
  /** Bad sign-ins within `within` that make no block yet. With 3, the fourth makes one. */
  readonly attempts: number
  readonly within: number
  readonly lasts: number
}
