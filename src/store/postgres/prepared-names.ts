/** Statements that each connection keeps prepared: all that are written here, and the first filters of clients. */
const preparedAtMost = 500

/** The names under which every connection prepares statements. */
export class PreparedNames {
  readonly #names = new Map<string, string>()
  /** How often names were given up. */
  generation = 0

  /** Undefined for what is parsed anew each time. */
  nameOf(sql: string): string | undefined {
    const known = this.#names.get(sql)
    if (known !== undefined || this.#names.size >= preparedAtMost) return known
    const name = `s${this.generation}_${this.#names.size}`
    this.#names.set(sql, name)
    return name
  }

  /** Has every connection prepare its statements anew, under other names; once for all who ask in the same generation. */
  forget(generation: number): void {
    if (generation !== this.generation) return
    this.#names.clear()
    this.generation++
  }
}
