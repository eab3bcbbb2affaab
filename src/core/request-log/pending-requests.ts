import type { KeptBody, LoggedRequest } from './logged-request.ts'
import type { RequestBatch } from './request-log-port.ts'

/** New requests after which the older ones of an account are looked at. */
const trimsAfter = 100

/** The last requests of one account that are not written yet, in a ring. */
class Ring {
  readonly requests: LoggedRequest[] = []
  readonly bodies = new Map<string, KeptBody>()
  next = 0

  /** Returns whether it has become longer. */
  add(request: LoggedRequest, size: number): boolean {
    if (this.requests.length < size) {
      this.requests.push(request)
      return true
    }
    const over = this.requests[this.next]
    if (over && this.bodies.size > 0) this.bodies.delete(over.id)
    this.requests[this.next] = request
    this.next = (this.next + 1) % size
    return false
  }

  inOrder(): readonly LoggedRequest[] {
    return this.next === 0 ? this.requests : [...this.requests.slice(this.next), ...this.requests.slice(0, this.next)]
  }
}

/**
 * The requests that wait to be written, a ring for each account: many requests of one never push out those of another. When all
 * together are too many, because the book takes no writes, the longest ring gives up its older half.
 */
export class PendingRequests {
  readonly #limit: number
  readonly #atMost: number
  /** Characters of bodies that are held at the most. */
  readonly #bodiesAtMost: number
  #rings = new Map<number, Ring>()
  #count = 0
  #bodies = 0
  /** The requests of each account since its log was trimmed. */
  readonly #untrimmed = new Map<number, number>()

  constructor(limit: number, { atMost = 50_000, bodiesAtMost = 8 * 1024 * 1024 } = {}) {
    this.#limit = limit
    this.#atMost = atMost
    this.#bodiesAtMost = bodiesAtMost
  }

  get count(): number {
    return this.#count
  }

  add(accountId: number, request: LoggedRequest, body?: KeptBody): void {
    if (this.#count >= this.#atMost) this.#shorten()
    let ring = this.#rings.get(accountId)
    if (!ring) {
      ring = new Ring()
      this.#rings.set(accountId, ring)
    }
    if (ring.add(request, this.#limit)) this.#count++
    if (!body) return
    const size = body.text?.length ?? 0
    const fits = this.#bodies + size <= this.#bodiesAtMost
    if (fits) this.#bodies += size
    ring.bodies.set(request.id, fits ? body : { ...body, text: null, problem: 'long' })
  }

  /** Takes all that wait. */
  take(): RequestBatch[] {
    const rings = this.#rings
    this.#rings = new Map()
    this.#count = 0
    this.#bodies = 0
    return [...rings].map(([accountId, ring]) => {
      const requests = ring.inOrder()
      const since = this.#untrimmed.get(accountId)
      const trims = since === undefined || since + requests.length >= trimsAfter
      this.#untrimmed.set(accountId, trims ? 0 : since + requests.length)
      return { accountId, requests, bodies: ring.bodies, trims }
    })
  }

  /** Puts back what could not be written. What came meanwhile is newer. */
  putBack(batches: readonly RequestBatch[]): void {
    const newer = this.take()
    for (const { accountId, requests, bodies } of [...batches, ...newer]) {
      for (const each of requests) this.add(accountId, each, bodies.get(each.id))
    }
  }

  #shorten(): void {
    let longest: [number, Ring] | undefined
    for (const each of this.#rings) if (!longest || each[1].requests.length > longest[1].requests.length) longest = each
    if (!longest) return
    const [accountId, ring] = longest
    const all = ring.inOrder()
    const kept = all.slice(Math.ceil(all.length / 2))
    const shorter = new Ring()
    for (const each of kept) {
      shorter.add(each, this.#limit)
      const body = ring.bodies.get(each.id)
      if (body) shorter.bodies.set(each.id, body)
    }
    this.#rings.set(accountId, shorter)
    this.#count -= all.length - kept.length
  }
}
