import type { Clock } from '../../core/environment.ts'
import type { AlikeMessages, BroughtMessage } from '../../core/incoming-message/incoming-message.ts'

/** After a new bind a message may be one that the bind before has brought, as long as that is not older than this. */
const withinMs = 10 * 60_000

/**
 * Tells which messages may come a second time. An SMSC hands over again what nobody has answered, by the next bind and without an id. So
 * the first one of a text after a bind is the last one alike of the bind before, the second one the one before that, and so on.
 */
export class Redeliveries {
  readonly #clock: Clock
  readonly #counts = new Map<string, number>()
  #boundAt = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A new bind. */
  begin(): void {
    this.#boundAt = this.#clock.now()
    this.#counts.clear()
  }

  /** The messages that one may be again; undefined when it is too late for that. */
  next(message: Alike): AlikeMessages | undefined {
    const now = this.#clock.now()
    if (now > this.#boundAt + withinMs) {
      this.#counts.clear()
      return undefined
    }
    const nth = (this.#counts.get(nameOf(message)) ?? 0) + 1
    this.#counts.set(nameOf(message), nth)
    return { since: now - withinMs, until: this.#boundAt, nth }
  }

  /** The message was not kept, and comes again by this bind. */
  takeBack(message: Alike): void {
    const count = this.#counts.get(nameOf(message)) ?? 0
    if (count > 0) this.#counts.set(nameOf(message), count - 1)
  }
}

type Alike = Pick<BroughtMessage, 'from' | 'to' | 'text'>

function nameOf({ from, to, text }: Alike): string {
  return JSON.stringify([from, to, text])
}
