/** The time, in epoch milliseconds. */
export interface Clock {
  now(): number
}

/** Makes new ids and secrets. */
export interface Ids {
  /**
   * 24 hex digits that no other call of any process returns. Within a process a later id sorts after an earlier one.
   */
  hexId(): string
  /** `length` letters and digits that nobody can guess. */
  secret(length: number): string
}

/** Hashes passwords slowly and tokens fast; compares in constant time. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Whether `hash` was made from `password`. Without a hash the answer is no, and takes as long. */
  verify(password: string, hash: string | undefined): Promise<boolean>
  /** The SHA-256 of a token in hex. Tokens are long and random, so that a slow hash would add nothing. */
  hashToken(token: string): string
}

/** Seals secrets. Only the key file of this book can open them again. */
export interface Vault {
  /** A mark of the key, which differs from that of any other key and tells nothing else of it. */
  readonly fingerprint: string
  seal(secret: string): string
  open(sealed: string): string
  /**
   * `MD5(number:realm:secret)` in hex, as SIP digest authentication defines it (RFC 2617 §3.2.2.2). Without a `realm` it is
   * that of the PBX itself.
   */
  digest(number: string, secret: string, realm?: string): string
}
