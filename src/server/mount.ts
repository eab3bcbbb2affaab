import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** An HTTP instance that is made once: when the server starts, or by the first request that it gets. */
export class Mount {
  readonly #make: () => Promise<FastifyInstance>
  #making: Promise<FastifyInstance> | undefined
  #app: FastifyInstance | undefined

  constructor(make: () => Promise<FastifyInstance>) {
    this.#make = make
  }

  /** Makes the instance, where that has not begun. After a failure the next call tries again. */
  async ready(): Promise<FastifyInstance> {
    this.#making ??= this.#make()
    try {
      this.#app = await this.#making
    } catch (error) {
      this.#making = undefined
      throw error
    }
    return this.#app
  }

  /** Passes a request to the instance. One that cannot be made answers 500, and `onFault` hears why. */
  route(request: IncomingMessage, response: ServerResponse, onFault: (error: unknown) => void): void {
    if (this.#app) {
      this.#app.routing(request, response)
      return
    }
    this.ready().then(
      (app) => app.routing(request, response),
      (error) => {
        onFault(error)
        response.writeHead(500).end()
      },
    )
  }

  async close(): Promise<void> {
    const app = await this.#making?.catch(() => undefined)
    await app?.close()
  }
}
