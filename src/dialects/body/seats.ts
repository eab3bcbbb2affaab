/** No seat became free in time, or nobody waits for one any more. */
export class NoSeat extends Error {}

/** The sizes of the room for long bodies, in bytes of the bodies, and the patience of those that wait. */
export interface SeatRules {
  /** Bodies that are read at a time. */
  readonly all: number
  /** Bodies of one account that are read at a time. A larger body counts as this many. */
  readonly perAccount: number
  /** The part of the room that only bodies of at most `small` may take, so that they never wait for large ones. */
  readonly kept: number
  readonly small: number
  /** Milliseconds after which a body that waits is refused. */
  readonly patience: number
}

interface Waiter {
  readonly bytes: number
  readonly isGone: () => boolean
  /** Ends the wait: with a seat, or with the reason why there is none. */
  readonly settle: (problem?: string) => void
}

/**
 * The room in which long bodies are read: it bounds the memory that they take together. A body takes a seat as large as
 * itself, and keeps it until its request is answered. A body that finds no room waits, and is not received meanwhile.
 * Accounts take turns, whatever the number of their bodies.
 */
export class Seats {
  readonly #rules: SeatRules
  readonly #taken = new Map<number, number>()
  /** The waiting bodies by account. The account that sat down last is the last one. */
  readonly #waiting = new Map<number, Waiter[]>()
  #all = 0

  constructor(rules: SeatRules) {
    this.#rules = rules
  }

  /**
   * Takes a seat, and returns the function that gives it back. `isGone` tells whether nobody waits for the answer any
   * more.
   *
   * @throws NoSeat when no seat becomes free in time.
   */
  async take(accountId: number, length: number, isGone: () => boolean): Promise<() => void> {
    const bytes = Math.min(length, this.#rules.perAccount)
    if (!this.#waiting.has(accountId) && this.#hasRoom(accountId, bytes)) this.#sitDown(accountId, bytes)
    else await this.#wait(accountId, bytes, isGone)
    return () => {
      this.#all -= bytes
      const left = (this.#taken.get(accountId) ?? 0) - bytes
      if (left > 0) this.#taken.set(accountId, left)
      else this.#taken.delete(accountId)
      while (this.#callNext());
    }
  }

  #hasRoom(accountId: number, bytes: number): boolean {
    const { all, perAccount, kept, small } = this.#rules
    const most = bytes <= small ? all : all - kept
    return this.#all + bytes <= most && (this.#taken.get(accountId) ?? 0) + bytes <= perAccount
  }

  #sitDown(accountId: number, bytes: number): void {
    this.#all += bytes
    this.#taken.set(accountId, (this.#taken.get(accountId) ?? 0) + bytes)
  }

  #wait(accountId: number, bytes: number, isGone: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        bytes,
        isGone,
        settle: (problem) => {
          clearTimeout(tooLate)
          this.#leave(accountId, waiter)
          if (problem === undefined) resolve()
          else reject(new NoSeat(problem))
        },
      }
      const tooLate = setTimeout(
        () => waiter.settle('too many long bodies are being read'),
        this.#rules.patience,
      ).unref()
      this.#waiting.set(accountId, [...(this.#waiting.get(accountId) ?? []), waiter])
    })
  }

  /** Seats a body that has room now, the first of the account whose turn it is. Returns whether there was one. */
  #callNext(): boolean {
    for (const accountId of this.#waiting.keys()) {
      const waiter = this.#firstOf(accountId)
      if (!waiter || !this.#hasRoom(accountId, waiter.bytes)) continue
      this.#sitDown(accountId, waiter.bytes)
      waiter.settle()
      const others = this.#waiting.get(accountId)
      if (others) {
        this.#waiting.delete(accountId)
        this.#waiting.set(accountId, others)
      }
      return true
    }
    return false
  }

  /** The first waiting body of an account. Those whose clients have gone leave. */
  #firstOf(accountId: number): Waiter | undefined {
    const queue = this.#waiting.get(accountId) ?? []
    for (const waiter of queue) {
      if (!waiter.isGone()) return waiter
      waiter.settle('the client has gone')
    }
    return undefined
  }

  #leave(accountId: number, waiter: Waiter): void {
    const queue = this.#waiting.get(accountId)?.filter((each) => each !== waiter) ?? []
    if (queue.length > 0) this.#waiting.set(accountId, queue)
    else this.#waiting.delete(accountId)
  }
}
