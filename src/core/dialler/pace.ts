import type { OpenCalls } from './open-calls.ts'

/** Milliseconds before its time at which a call is brought into the book, so that the writing does not slow the pace. */
const leadMs = 50

/** The most calls that are begun at once where no interval is asked for. */
const atOnce = 50

/** A call that is in the book, and the time at which it may begin. */
export interface ReadyCall {
  readonly managerId: number
  readonly notBefore: number
  readonly begin: () => void
}

/**
 * The pace of each trunk manager: never more calls than its capacity, and never two within its interval. The interval counts from
 * the moment at which the PBX was asked.
 */
export class Pace {
  readonly #open: Pick<OpenCalls, 'inUse'>
  readonly #next = new Map<number, number>()
  readonly #ready: ReadyCall[] = []

  constructor(open: Pick<OpenCalls, 'inUse'>) {
    this.#open = open
  }

  /** How many calls may be made ready now, and the time at which the first of them may begin. */
  room(
    { id, capacity, interval }: { readonly id: number; readonly capacity: number; readonly interval: number },
    now: number,
  ): { readonly count: number; readonly at: number } {
    const at = Math.max(this.#next.get(id) ?? 0, now)
    const free = Math.max(capacity - this.#open.inUse(id), 0)
    if (interval === 0) return { count: Math.min(free, atOnce), at: now }
    const isReady = this.#ready.some(({ managerId }) => managerId === id)
    return { count: isReady || at - now > leadMs ? 0 : Math.min(free, 1), at }
  }

  /** Milliseconds until the next call of the manager is to be made ready, as far as the interval decides. */
  until(managerId: number, now: number): number {
    return Math.max((this.#next.get(managerId) ?? 0) - now - leadMs, 0)
  }

  add(call: ReadyCall): void {
    this.#ready.push(call)
  }

  /** Begins the calls whose time has come. Returns the milliseconds until the next one; undefined where there is none. */
  begin(now: number, intervalOf: (managerId: number) => number): number | undefined {
    for (let at = 0; at < this.#ready.length; ) {
      const call = this.#ready[at] as ReadyCall
      if (call.notBefore > now) at++
      else {
        this.#ready.splice(at, 1)
        this.#next.set(call.managerId, now + intervalOf(call.managerId))
        call.begin()
      }
    }
    const times = this.#ready.map(({ notBefore }) => notBefore - now)
    return times.length === 0 ? undefined : Math.min(...times)
  }
}
