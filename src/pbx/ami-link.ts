import { setTimeout as pause } from 'node:timers/promises'
import { type Ami, type AmiOptions, connectAmi } from './ami.ts'

const firstWaitMs = 100
const longestWaitMs = 2000

/** What a link tells of itself. */
export interface LinkListener {
  /** Called with every new connection, before it counts as one. */
  onUp(ami: Ami): Promise<void>
  onDown(problem: string): void
}

/** A connection to the manager interface that is made again whenever it breaks: Asterisk may come and go at any time. */
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

  /** @throws Error while there is no connection. */
  get ami(): Ami {
    if (!this.#ami) throw new Error('Asterisk is not connected')
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
      // It is cut short by the end.
      await pause(waitMs, undefined, { ref: false, signal }).catch(() => undefined)
    }
  }

  #tell(problem: string): void {
    if (!this.#closing.signal.aborted) this.#listener.onDown(problem)
  }
}
