/** The refusal of a request by a dialect, with a status and a text of its vendor. Nothing was written. */
export class Denial extends Error {
  readonly status: number
  /** The cause, for people and for the log. It holds no secret, and nothing that a client made up. */
  readonly reason: string
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, reason = message, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.name = 'Denial'
    this.status = status
    this.reason = reason
    this.headers = headers
  }
}
