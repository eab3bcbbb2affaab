import { type KnownTables, type Shape, shapeOf } from './shape.ts'

/** Shapes that are kept: of all statements that the store has, and of some of those that clients' lists make. */
const keptAtMost = 2000

/** The shapes of statements, as far as the tables of the book are known. */
export class Shapes {
  readonly #read: () => Promise<KnownTables>
  readonly #kept = new Map<string, Shape>()
  #reading: Promise<KnownTables> | undefined
  #tables: KnownTables | undefined

  constructor(read: () => Promise<KnownTables>) {
    this.#read = read
  }

  /** Learns the tables of the book, once. */
  async know(): Promise<void> {
    this.#reading ??= this.#read()
    try {
      this.#tables = await this.#reading
    } catch (error) {
      this.#reading = undefined
      throw error
    }
  }

  /**
   * The shape of a statement, which goes on with `for update` where it is a lock. As long as the tables are not known, no statement has
   * one that can be merged.
   */
  of(sql: string, isLock = false): Shape {
    const name = isLock ? `${sql} for update` : sql
    const known = this.#kept.get(name)
    if (known) return known
    const shape = shapeOf(sql, this.#tables ?? new Map(), isLock)
    if (this.#tables && this.#kept.size < keptAtMost) this.#kept.set(name, shape)
    return shape
  }
}
