import type { FastifyRequest } from 'fastify'
import type { SignInRecord } from '../core/credential/credential.ts'
import type { Replay } from '../core/request-log/logged-request.ts'

/** The header that carries the ticket of a replay within this process. */
const header = 'dialbook-replay'

/** A request that a person sends once more, as the key that sent it. */
export interface ReplayOrder {
  readonly key: SignInRecord
  readonly replay: Replay
  /** The id of the request that was let in. */
  sentAs?: string
}

/** Tickets by which this process lets in its own replays. Each is good once, and nobody outside of the process ever sees one. */
export class ReplayTickets {
  readonly #orders = new Map<string, ReplayOrder>()
  readonly #draw: () => string

  constructor(draw: () => string) {
    this.#draw = draw
  }

  /** The headers of a replay. */
  issue(order: ReplayOrder): Readonly<Record<string, string>> {
    const ticket = this.#draw()
    this.#orders.set(ticket, order)
    return { [header]: ticket }
  }

  /** The order of a request; undefined for all that come from outside. */
  take({ headers }: FastifyRequest): ReplayOrder | undefined {
    const ticket = headers[header]
    if (typeof ticket !== 'string') return undefined
    const order = this.#orders.get(ticket)
    this.#orders.delete(ticket)
    return order
  }
}
