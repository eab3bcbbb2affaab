/** The time, in epoch milliseconds. */
export interface Clock {
  now(): number
}

/** Where new ids and secrets come from. */
export interface Ids {
  /** 24 hex digits that no other call of any process returns, in the order of their making within a process. */
  hexId(): string
  /** `length` letters and digits that nobody can guess. */
  secret(length: number): string
}

/** Hashes passwords slowly and tokens fast; compares in constant time. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Whether `password` is the one that was hashed. With `undefined` for the hash it takes as long and says no. */
  verify(password: string, hash: string | undefined): Promise<boolean>
  /** SHA-256 in hex: tokens are long and random, so that a slow hash would add nothing. */
  hashToken(token: string): string
}

/** Keeps SIP secrets. What it seals can be opened only with the key file of this book. */
export interface Vault {
  /** Tells the key from any other, and tells nothing else of it. */
  readonly fingerprint: string
  seal(secret: string): string
  open(sealed: string): string
  /** `MD5(number:realm:secret)` in hex, as SIP digest authentication defines it (RFC 2617 §3.2.2.2). */
  digest(number: string, secret: string): string
}
