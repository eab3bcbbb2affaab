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
  readonly #options: AmiOptions
  readonly #listener: LinkListener
  #ami: Ami | undefined
  #isClosed = false
  #wake: () => void = () => undefined
  readonly #running: Promise<void>

  constructor(options: AmiOptions, listener: LinkListener) {
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
    this.#isClosed = true
    this.#ami?.close()
    this.#wake()
    await this.#running
  }

  async #keepUp(): Promise<void> {
    for (let waitMs = firstWaitMs; !this.#isClosed; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      try {
        const ami = await connectAmi(this.#options)
        if (this.#isClosed) return ami.close()
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
      if (!this.#isClosed) await this.#pause(waitMs)
    }
  }

  #tell(problem: string): void {
    if (!this.#isClosed) this.#listener.onDown(problem)
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      timer.unref()
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
