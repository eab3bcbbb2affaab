/** The world outside does not let the program start: a port is taken, a book cannot be opened. The message is for people. */
export class StartError extends Error {
  constructor(what: string, cause?: unknown) {
    super(cause === undefined ? what : `${what}: ${cause instanceof Error ? cause.message : cause}`, { cause })
    this.name = 'StartError'
  }
}
