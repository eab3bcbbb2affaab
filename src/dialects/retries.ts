import { createHash, type Hash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../core/caller.ts'
import type { Core } from '../core/core.ts'
import { Refusal } from '../core/errors.ts'
import { knownFor } from '../core/retry/known-for.ts'
import type { RetryId, SentAnswer } from '../core/retry/retry-port.ts'
import { keyReused, Taken, withOneEffect } from '../core/retry/with-one-effect.ts'
import type { LongBody, RawBody } from './body/body-job.ts'
import { MalformedHeader } from './malformed-header.ts'
import type { OperationFacts } from './operation.ts'
import { catchAnswer, sendCaught } from './sent-answer.ts'

const longestKey = 255

/** Has the answer of a request made, by a core and a reply. */
type Make = (core: Core, reply: FastifyReply) => Promise<unknown>

/** The requests of one server that may come again, by `Idempotency-Key` or by their bodies. */
export class Retries {
  readonly #core: Core
  /** The requests that are being answered, each with the end of its turn. */
  readonly #running = new Map<string, Promise<void>>()

  constructor(core: Core) {
    this.#core = core
  }

  /**
   * The request, where it may come again; undefined for all others.
   *
   * @throws MalformedHeader
   */
  of(
    request: FastifyRequest,
    { name }: OperationFacts,
    caller: Caller,
    body: RawBody | LongBody,
  ): RetryableRequest | undefined {
    const within = caller.asks?.sameBodyWithin ?? null
    const given = request.headers['idempotency-key']
    if (given === undefined && within === null) return undefined
    if (request.method === 'GET' || request.method === 'HEAD') return undefined
    const watched = new WatchedBody(request, body)
    if (given === undefined && 'pieces' in body) return undefined
    const { accountId, credentialId, name: person, origin } = caller
    const scope = `${credentialId ?? `${origin} ${person}`} ${name}`
    const key = given === undefined ? `= ${watched.fingerprint()}` : readKey(given)
    const lifetime = given === undefined && within !== null ? within : knownFor
    return new RetryableRequest(
      this.#core,
      { accountId, scope, key },
      { lifetime, body: watched, turns: this.#running },
    )
  }
}

/** Reads a key: a text in quotes by the draft, or bare as many clients send it. */
function readKey(header: string | string[]): string {
  const text = typeof header === 'string' ? header.trim() : ''
  const key = /^".*"$/.test(text) ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text
  if (key === '' || key.length > longestKey || !/^[\x20-\x7e]*$/.test(key)) {
    throw new MalformedHeader(`Idempotency-Key must have 1 to ${longestKey} characters of ASCII`)
  }
  return key
}

interface Terms {
  readonly lifetime: number
  readonly body: WatchedBody
  readonly turns: Map<string, Promise<void>>
}

/** A request that may come again. */
class RetryableRequest {
  readonly #core: Core
  readonly #id: RetryId
  readonly #terms: Terms

  constructor(core: Core, id: RetryId, terms: Terms) {
    this.#core = core
    this.#id = id
    this.#terms = terms
  }

  /** The body, as it must be read now. */
  get body(): RawBody | LongBody {
    return this.#terms.body.body
  }

  /** Answers the request: by `make`, or with the same bytes as before. One that is being answered is waited for. */
  async answer(reply: FastifyReply, make: Make): Promise<unknown> {
    const { turns } = this.#terms
    const name = JSON.stringify(this.#id)
    for (let before = turns.get(name); before; before = turns.get(name)) await before
    let end = (): void => undefined
    turns.set(name, new Promise((resolve) => (end = resolve)))
    try {
      let answer: SentAnswer | undefined
      while (!answer) answer = await this.#attempt(reply, make)
      return sendCaught(reply, answer)
    } finally {
      turns.delete(name)
      end()
    }
  }

  /** Undefined where another process has begun the same meanwhile. */
  async #attempt(reply: FastifyReply, make: Make): Promise<SentAnswer | undefined> {
    const { lifetime, body } = this.#terms
    const core = this.#core
    const since = core.clock.now() - lifetime
    const known = await core.store.retries.find(this.#id, since)
    if (known?.answer) {
      if (known.fingerprint !== (await body.readFingerprint())) throw keyReused()
      reply.header('Idempotency-Replayed', 'true')
      return known.answer
    }
    if (body.isRead) throw new Refusal('conflict', 'another server answers the same request: send it again')
    const once = withOneEffect(core, { id: this.#id, since, known, fingerprint: () => body.fingerprint() })
    try {
      const answer = await catchAnswer(reply, (catching) => make(once.core, catching))
      if (!once.hasWritten()) return answer
      const { kept } = reply.request.notes
      if (kept === null) return await core.store.retries.settle(this.#id, answer)
      // Whoever asks again is not shown the secret again.
      const bare = { ...answer, body: Buffer.from(kept) }
      const settled = await core.store.retries.settle(this.#id, bare)
      return Buffer.from(settled.body).equals(bare.body) ? answer : settled
    } catch (error) {
      if (error instanceof Taken) return undefined
      throw error
    }
  }
}

/** A body of which the fingerprint is taken as it is read: of the method, the path, and the bytes. */
class WatchedBody {
  readonly body: RawBody | LongBody
  readonly #hash: Hash
  readonly #isLong: boolean
  #digest: string | undefined
  #hasBegun = false

  constructor({ method, url }: FastifyRequest, body: RawBody | LongBody) {
    this.#hash = createHash('sha256').update(`${method} ${url}\n`)
    this.#isLong = 'pieces' in body
    if ('pieces' in body) this.body = { ...body, pieces: this.#watching(body.pieces) }
    else {
      this.body = body
      this.#hash.update(body.bytes)
    }
  }

  /** Whether it cannot be read once more. */
  get isRead(): boolean {
    return this.#isLong && this.#hasBegun
  }

  /** The fingerprint of what was read. */
  fingerprint(): string {
    this.#digest ??= this.#hash.digest('base64url')
    return this.#digest
  }

  /** The fingerprint, after reading what is left. */
  async readFingerprint(): Promise<string> {
    if ('pieces' in this.body && !this.#hasBegun) for await (const _piece of this.body.pieces);
    return this.fingerprint()
  }

  async *#watching(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    this.#hasBegun = true
    for await (const piece of pieces) {
      this.#hash.update(piece)
      yield piece
    }
  }
}
