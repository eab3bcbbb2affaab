import { setTimeout as pause } from 'node:timers/promises'
import { type Ami, type AmiOptions, connectAmi, NotTaken } from './ami.ts'

const firstWaitMs = 100
const longestWaitMs = 2000

/** The receiver of a link's news: it is up, or down and why. */
export interface LinkListener {
  /** Called with every new connection. The link counts as up once the promise resolves. */
  onUp(ami: Ami): Promise<void>
  /** Called when a connection breaks or cannot be made, but not after `close`. */
  onDown(problem: string): void
}

/**
 * A connection to the manager interface that is made again whenever it breaks: Asterisk may start and stop at any time.
 * The wait before the next attempt doubles, from 100 ms to 2 s.
 */
export class AmiLink {
  readonly #options: Omit<AmiOptions, 'signal'>
  readonly #listener: LinkListener
  #ami: Ami | undefined
  readonly #closing = new AbortController()
  readonly #running: Promise<void>

  constructor(options: Omit<AmiOptions, 'signal'>, listener: LinkListener) {
    this.#options = options
    this.#listener = listener
    this.#running = this.#keepUp()
  }

  /** @throws NotTaken while there is no connection. */
  get ami(): Ami {
    if (!this.#ami) throw new NotTaken('Asterisk is not connected')
    return this.#ami
  }

  get isUp(): boolean {
    return this.#ami !== undefined
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  async #keepUp(): Promise<void> {
    const { signal } = this.#closing
    for (let waitMs = firstWaitMs; !signal.aborted; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      try {
        const ami = await connectAmi({ ...this.#options, signal })
        try {
          await this.#listener.onUp(ami)
          this.#ami = ami
          waitMs = firstWaitMs
          await ami.closed
        } finally {
          this.#ami = undefined
          ami.close()
        }
        this.#tell('Asterisk has closed the connection')
      } catch (error) {
        this.#tell(error instanceof Error ? error.message : String(error))
      }
      // `close` cuts the pause short.
      await pause(waitMs, undefined, { ref: false, signal }).catch(() => undefined)
    }
  }

  #tell(problem: string): void {
    if (!this.#closing.signal.aborted) this.#listener.onDown(problem)
  }
}
