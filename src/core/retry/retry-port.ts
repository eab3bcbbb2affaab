/** A request that may come again: the account, whose request it is, of which operation, and the key that the client gave it. */
export interface RetryId {
  readonly accountId: number
  /** The credential or the person, and the operation. */
  readonly scope: string
  readonly key: string
}

/** The answer to a request, as it was sent. */
export interface SentAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number | readonly string[]>>
  readonly body: Uint8Array
}

/** What is known of a request that came before. */
export interface KnownRetry {
  /** A mark of its route and its body. */
  readonly fingerprint: string
  /** What its use cases returned, in their order; null for what cannot be kept. */
  readonly outcomes: readonly Outcome[]
  /** Null while it is not known: the server may have been ended between the write and the answer. */
  readonly answer: SentAnswer | null
}

/** What a use case returned. */
export interface Outcome {
  readonly value: unknown
}

/** A write of a request, to be kept with its effect. */
export interface KeptOutcome {
  readonly fingerprint: string
  /** 0 for the first write of the request. */
  readonly index: number
  readonly outcome: Outcome
  /** Now. */
  readonly at: number
  /** A request before this time is forgotten, though it may still be there. */
  readonly since: number
}

/** Keeps what became of requests that may come again. */
export interface Retries {
  find(id: RetryId, since: number): Promise<KnownRetry | undefined>
  /** Keeps the answer, unless there is one. Returns the one that holds. */
  settle(id: RetryId, answer: SentAnswer): Promise<SentAnswer>
  /** Forgets at most `limit` requests before a time. Returns how many it has forgotten. */
  forget(before: number, limit: number): Promise<number>
}

/** Keeps what becomes of a request in the transaction of its effect. */
export interface RetryWriter {
  /** Returns false where another process has begun the request. */
  keep(id: RetryId, outcome: KeptOutcome): Promise<boolean>
}
