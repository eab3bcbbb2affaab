/**
 * A start that fails for a cause outside of the program: a taken port, a book that cannot be opened. It is told to
 * people.
 */
export class StartError extends Error {
  constructor(what: string, cause?: unknown) {
    super(cause === undefined ? what : `${what}: ${cause instanceof Error ? cause.message : cause}`, { cause })
    this.name = 'StartError'
  }
}
