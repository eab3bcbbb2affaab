/**
 * A map that keeps only the newest of its members, so that strangers cannot fill the memory. Setting a member makes it
 * the newest: of at most 2, after `a`, `b`, `a`, `c` it has `a` and `c`.
 */
export class NewestMap<V> {
  readonly #members = new Map<string, V>()
  readonly #atMost: number

  constructor(atMost: number) {
    this.#atMost = atMost
  }

  get size(): number {
    return this.#members.size
  }

  get(key: string): V | undefined {
    return this.#members.get(key)
  }

  set(key: string, value: V): void {
    this.#members.delete(key)
    this.#members.set(key, value)
    const [oldest] = this.#members.keys()
    if (this.#members.size > this.#atMost && oldest !== undefined) this.#members.delete(oldest)
  }

  delete(key: string): void {
    this.#members.delete(key)
  }

  /** The members, the oldest first. */
  entries(): IterableIterator<[string, V]> {
    return this.#members.entries()
  }
}
