import type { Carrier } from '../core/message/carrier.ts'

/** The messages that a run has in its hands for one carrier: so many are uncertain after a crash. */
export class Hands {
  readonly #most: number
  readonly #onRoom: () => void
  readonly #held = new Set<Promise<void>>()
  #isWanted = false

  /**
   * Two windows of the carrier: one under way and one that follows. `onRoom` is called when half of it is free again, if more was
   * {@link want}ed.
   */
  constructor({ atOnce }: Pick<Carrier, 'atOnce'>, onRoom: () => void) {
    this.#most = 2 * atOnce
    this.#onRoom = onRoom
  }

  /** How many messages may be taken; none before half of the hands is free, so that few are taken together and not each alone. */
  get room(): number {
    const room = this.#most - this.#held.size
    return room * 2 >= this.#most ? room : 0
  }

  /** Says that more messages may wait than there was room for. */
  want(): void {
    this.#isWanted = true
  }

  hold(sending: Promise<void>): void {
    const held = sending.finally(() => {
      this.#held.delete(held)
      if (!this.#isWanted || this.room === 0) return
      this.#isWanted = false
      this.#onRoom()
    })
    this.#held.add(held)
  }

  async empty(): Promise<void> {
    await Promise.all(this.#held)
  }
}
