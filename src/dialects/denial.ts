/** The refusal of a request by a dialect, with a status and a text of its vendor. Nothing was written. */
export class Denial extends Error {
  readonly status: number
  /** The cause, for people. It holds no secret. */
  readonly reason: string
  /** The cause for the log. It holds nothing that a client made up. */
  readonly logged: string
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    reason = message,
    headers: Readonly<Record<string, string>> = {},
    logged = reason,
  ) {
    super(message)
    this.name = 'Denial'
    this.status = status
    this.reason = reason
    this.logged = logged
    this.headers = headers
  }
}
