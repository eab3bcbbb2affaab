/** A way for messages to leave, which the operator offers under a code. */
export interface MessageRoute {
  readonly code: string
  /** The names of the carriers: the first that can be reached is taken. */
  readonly carriers: readonly string[]
  /** The price of one part, in millionths. */
  readonly price: number
  /** Messages that leave in a second at most; 0 for any number. */
  readonly rate: number
}

/** The rules of the operator for messages. */
export interface MessageRules {
  /** The first is taken where a caller names none. Without routes nothing is sent. */
  readonly routes: readonly MessageRoute[]
  /** What each account may spend, in millionths; null for any sum. */
  readonly budget: number | null
  /** How long a message is tried, from the time at which it is to leave. */
  readonly validMs: number
  /** The words by which people say that they want no more messages. */
  readonly stopWords: readonly string[]
  /** The accounts that messages come in for, by the numbers that they are written to; `*` stands for any other number. */
  readonly receivers: readonly { readonly number: string; readonly account: string }[]
}
