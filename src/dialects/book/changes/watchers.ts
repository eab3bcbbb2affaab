import { setTimeout as pause } from 'node:timers/promises'
import type { Caller } from '../../../core/caller.ts'
import { newestNumber } from '../../../core/change/newest-number.ts'
import type { Core } from '../../../core/core.ts'
import { BookDenial } from '../errors.ts'

/** Clients that follow by events at once, on one server. */
export const watchersAtMost = 250

/** Milliseconds between two looks for a change. Any process may write it. */
const betweenLooks = 250

/** Seconds after which a client that found no place may come again. */
const retryAfter = 10

const watchersOf = new WeakMap<Core['store'], Watchers>()

/** The clients of one server that follow changes by events. They share their looks into the book: a look is one small read, however many watch. */
export class Watchers {
  #count = 0
  #look: Promise<number> | undefined

  static of({ store }: Pick<Core, 'store'>): Watchers {
    const watchers = watchersOf.get(store) ?? new Watchers()
    watchersOf.set(store, watchers)
    return watchers
  }

  /** Takes a place for some events, which give it back when they end, or when nobody reads on. @throws BookDenial 503 where all are taken. */
  seat(events: AsyncGenerator<string>): AsyncIterable<string> {
    if (this.#count >= watchersAtMost) {
      throw new BookDenial('unavailable', `${watchersAtMost} clients follow the changes already`, {
        headers: { 'Retry-After': String(retryAfter) },
      })
    }
    this.#count++
    let isIn = true
    const leave = (): void => {
      if (isIn) this.#count--
      isIn = false
    }
    // A generator that has not begun would not run its end, and one that waits runs it late.
    const reading: AsyncIterator<string> = {
      async next() {
        const result = await events.next()
        if (result.done) leave()
        return result
      },
      return() {
        leave()
        return events.return(undefined)
      },
    }
    return { [Symbol.asyncIterator]: () => reading }
  }

  /** The number of the newest change, a moment from now. */
  async newest(core: Core, caller: Caller): Promise<number> {
    this.#look ??= pause(betweenLooks)
      .then(() => newestNumber(core, caller))
      .finally(() => {
        this.#look = undefined
      })
    return this.#look
  }
}
