import type { DeliveredText } from './texts.ts'

const mostWaiting = 1000
/** After this time the rest of a message is not waited for. */
const givesUpMs = 10 * 60_000

interface Waiting {
  readonly since: number
  readonly texts: (string | undefined)[]
}

/** Puts the parts of messages that come in together again. */
export class PartGatherer {
  readonly #waiting = new Map<string, Waiting>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** The text that is whole with this one; undefined while parts of it are still to come. `pair` tells who writes to whom. */
  add(pair: string, { text, place }: DeliveredText): string | undefined {
    if (!place) return text.toWellFormed()
    const key = `${pair} ${place.reference} ${place.count}`
    this.#forget()
    const waiting = this.#waiting.get(key) ?? {
      since: this.#now(),
      texts: Array.from<string | undefined>({ length: place.count }),
    }
    waiting.texts[place.number - 1] = text
    if (waiting.texts.includes(undefined)) {
      this.#waiting.set(key, waiting)
      return undefined
    }
    this.#waiting.delete(key)
    return waiting.texts.join('').toWellFormed()
  }

  #forget(): void {
    for (const [key, { since }] of this.#waiting) {
      if (since > this.#now() - givesUpMs && this.#waiting.size < mostWaiting) return
      this.#waiting.delete(key)
    }
  }
}
