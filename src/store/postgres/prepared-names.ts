/**
 * Statements that each connection keeps prepared: all that the store has, and those of the first filters of clients.
 */
const preparedAtMost = 500

/** The names under which every connection prepares statements: `s0_7` is the eighth of the first generation. */
export class PreparedNames {
  readonly #names = new Map<string, string>()
  /** The number of times that all names were given up. */
  generation = 0

  /** The name of a statement; undefined for one that is parsed anew each time, because enough have names. */
  nameOf(sql: string): string | undefined {
    const known = this.#names.get(sql)
    if (known !== undefined || this.#names.size >= preparedAtMost) return known
    const name = `s${this.generation}_${this.#names.size}`
    this.#names.set(sql, name)
    return name
  }

  /**
   * Has every connection prepare its statements anew, under other names. Only the first call of a generation does so.
   */
  forget(generation: number): void {
    if (generation !== this.generation) return
    this.#names.clear()
    this.generation++
  }
}
