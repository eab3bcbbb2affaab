import { NewestMap } from '../newest-map.ts'

/** The first pause of a subject, in milliseconds. Each bad sign-in doubles it. */
const firstMs = 1000

/** The most subjects whose pauses are known. One that is forgotten begins with the first pause again. */
const subjectsAtMost = 50_000

interface Pause {
  readonly ms: number
  readonly endsAt: number
}

/** The pauses between the checks of slowed subjects. A pause begins with a bad sign-in: 1 s, 2 s, 4 s, to the longest. */
export class Pauses {
  readonly #longestMs: number
  readonly #pauses = new NewestMap<Pause>(subjectsAtMost)

  constructor(longestMs: number) {
    this.#longestMs = longestMs
  }

  /** Whether the subject is known as slowed. */
  has(subject: string): boolean {
    return this.#pauses.get(subject) !== undefined
  }

  /** Knows the subject as slowed, without a pause so far. */
  begin(subject: string): void {
    if (!this.has(subject)) this.#pauses.set(subject, { ms: 0, endsAt: 0 })
  }

  /** Begins the next pause of the subject. Returns its milliseconds. */
  grow(subject: string, now: number): number {
    const ms = Math.min(Math.max(firstMs, 2 * this.#msOf(subject)), this.#longestMs)
    this.#pauses.set(subject, { ms, endsAt: now + ms })
    return ms
  }

  /** Milliseconds until the pause of the subject is over. */
  left(subject: string, now: number): number {
    const pause = this.#pauses.get(subject)
    return pause ? Math.max(0, Math.min(pause.endsAt - now, pause.ms)) : 0
  }

  /** Milliseconds in which `turns` of the subject will have passed. */
  until(subject: string, turns: number): number {
    return turns * Math.max(firstMs, this.#msOf(subject))
  }

  /** Forgets a subject that is not slowed any more. */
  end(subject: string): void {
    this.#pauses.delete(subject)
  }

  #msOf(subject: string): number {
    return this.#pauses.get(subject)?.ms ?? 0
  }
}
