/**
 * The block of an address for too many bad sign-ins. Until its time is over the dialect does not answer the address, or
 * slows it: see `SignIns`. Times are epoch milliseconds.
 */
export interface Block {
  readonly dialect: string
  /** An address, a network of one client (`2001:db8:0:0::/64`), a name behind its kind, `user:acme`, or at the PBX an extension there: `530@192.0.2.1`. */
  readonly address: string
  readonly createdAt: number
  /** When the address is answered again. */
  readonly until: number
  /** Extensions for which a block of the PBX does not hold: their phones there have signed in lately. */
  readonly spares?: readonly string[]
}

/** The rule by which bad sign-ins from one address make a block. Times are milliseconds. */
export interface BlockRule {
  /** Bad sign-ins within `within` that make no block yet. With 3, the fourth makes one. */
  readonly attempts: number
  readonly within: number
  readonly lasts: number
}

/** The rule by which too many bad sign-ins slow an address or a user name. */
export interface SlowRule extends BlockRule {
  /** The longest pause between two checks of a slowed one. */
  readonly longestPause: number
}
