import type { Message } from './message.ts'

/**
 * The messages of a sender that are under way, by their numbers: those that no count of contacts knows of, since it is not written
 * down yet that they have left.
 */
export class MessagesUnderWay {
  readonly #byNumber = new Map<string, Set<Message>>()
  readonly #numbers = new Map<Message, string>()

  /** Takes a message in, and returns how many to the same number are ahead of it. `key` tells the number and the account. */
  begin(message: Message, key: string): number {
    const all = this.#byNumber.get(key) ?? new Set()
    this.#byNumber.set(key, all)
    this.#numbers.set(message, key)
    all.add(message)
    return [...all].indexOf(message)
  }

  /** Takes a message out: it is written down what became of it. */
  end(message: Message): void {
    const key = this.#numbers.get(message)
    if (key === undefined) return
    this.#numbers.delete(message)
    const all = this.#byNumber.get(key)
    all?.delete(message)
    if (all?.size === 0) this.#byNumber.delete(key)
  }
}
