/** The keys of a dialect as `dialbook key add` takes them, by the names of its flags: `{ username: 'app', password: '…' }`. */
export type Key = Readonly<Record<string, string | boolean | readonly string[]>>

/** How a book for tests is started. */
export interface StartOptions {
  /** Keys by dialect (`simotel`, `lox24`, `checkmarket`, `book`), one or several. A dialect without keys gets known ones. */
  readonly keys?: Readonly<Record<string, Key | readonly Key[]>>
  /** The path of a seed in YAML or JSON, or the seed itself. */
  readonly seed?: string | object
  /** The time at which the clock of the book stands until it is moved; absent for the time of the machine. */
  readonly clock?: string | Date
  /** A scenario of bad weather that is on from the start. */
  readonly weather?: string | object
  /** The port; 0 for a free one, as usual. */
  readonly port?: number
  readonly host?: string
  /** What is logged on standard error: `silent` as usual, or `trace`, `debug`, `info`, `warn`, `error`. */
  readonly logLevel?: string
  /** Settings of `docs/settings.md` by their keys: `{ 'simotel.timeZone': 'UTC' }`. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>
}

/** A body of a request or of its answer. */
export type RecordedBody = unknown

/** A call that was made, and how it was answered. */
export interface RecordedRequest {
  /** The time on the book's clock, as ISO 8601. */
  readonly at: string
  /** The dialect whose path it was; null for none. */
  readonly dialect: string | null
  readonly method: string
  readonly url: string
  /** The headers; those that are secrets have `******`. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  /** JSON as its value, other texts as they came, bytes in base64; null where none came. */
  readonly body: RecordedBody
  /** The status of the answer; null where none was sent. */
  readonly status: number | null
  readonly answer: {
    readonly headers: Readonly<Record<string, string | readonly string[]>>
    readonly body: RecordedBody
  }
  /** The scenario that made the answer another one; null where none did. */
  readonly weather: string | null
  /** Whether a body was longer than is kept. */
  readonly cut: boolean
}

/** The weather as it is. */
export interface WeatherState {
  /** The scenario that is on; null in fair weather. */
  readonly scenario: string | null
  /** The names of all scenarios. */
  readonly scenarios: readonly string[]
}

/** The clock of a book. Times are ISO 8601. */
export interface BookClock {
  now(): Promise<string>
  /** Moves the clock: by `10m`, `90s`, `24h`, `7d`, or by milliseconds. What becomes due is done before it resolves. */
  advance(by: string | number): Promise<string>
}

/** A running book for tests, which is gone when it is stopped. */
export interface TestBook {
  /** The address to which clients send their requests: `http://127.0.0.1:41234`. */
  readonly url: string
  /** The keys by dialect, as `dialbook key add` shows them. */
  readonly keys: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>
  readonly clock: BookClock
  /** Puts the book, the clock and the weather back to what they were at the start, and forgets all requests. */
  reset(): Promise<void>
  /** All calls since the start or the last reset, the oldest first. Of very many the oldest are forgotten. */
  requests(): Promise<readonly RecordedRequest[]>
  /**
   * Changes the weather: a scenario by its name, one of your own by its path or as an object, or `null` for fair weather. Without one
   * it only tells of the weather.
   */
  weather(scenario?: string | object | null): Promise<WeatherState>
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
