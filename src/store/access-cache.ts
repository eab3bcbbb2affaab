import type { CredentialReader } from '../core/credential/credential-port.ts'
import type { NetworkReader } from '../core/network/network-port.ts'
import type { Engine } from './engine/engine.ts'

/** Answers that are kept at the most: unknown names of strangers must not fill the memory. */
const largest = 10_000

/**
 * Answers that every request needs to sign in, kept in memory. All of them are forgotten as soon as this process or
 * another may have written to their source, so that a disabled key is out at the next request.
 */
export class AccessCache {
  readonly #engine: Engine
  /** The answers since the last change. Each change begins another map, so that the map itself marks the time between two. */
  #answers = new Map<string, Promise<unknown>>()
  #mark = ''
  #isChecked = false

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /**
   * The answer that `read` gave since the last change, or else the one that it gives now. An answer that fails is not
   * kept.
   */
  get<T>(key: string, read: () => Promise<T>): Promise<T> {
    this.#check()
    const answers = this.#answers
    let answer = answers.get(key) as Promise<T> | undefined
    if (!answer) {
      answer = read()
      answers.set(key, answer)
      answer.catch(() => answers.delete(key))
    }
    return answer
  }

  /** A mark that is another one as soon as an answer may be. */
  mark(): object {
    this.#check()
    return this.#answers
  }

  /** Forgets all answers. This process must call it once it has committed a change to who may sign in. */
  forget(): void {
    this.#answers = new Map()
  }

  /**
   * Forgets all answers when another process changed them. One look in a turn of the event loop is enough, because all
   * requests of a turn arrived before it began.
   */
  #check(): void {
    if (this.#isChecked) return
    this.#isChecked = true
    setImmediate(() => {
      this.#isChecked = false
    })
    const mark = this.#engine.foreignMark()
    if (mark !== this.#mark || this.#answers.size > largest) this.forget()
    this.#mark = mark
  }
}

/** The credentials, with those for signing in from memory while nothing has changed. */
export function cachedCredentials(reader: CredentialReader, cache: AccessCache): CredentialReader {
  return {
    ...reader,
    byUsername: (dialect, username) =>
      cache.get(`username ${dialect} ${username}`, () => reader.byUsername(dialect, username)),
    byTokenHash: (dialect, tokenHash) =>
      cache.get(`token ${dialect} ${tokenHash}`, () => reader.byTokenHash(dialect, tokenHash)),
  }
}

/** The networks that may call, from memory while nothing has changed. */
export function cachedNetworks(reader: NetworkReader, cache: AccessCache): NetworkReader {
  return { all: () => cache.get('networks', () => reader.all()) }
}
