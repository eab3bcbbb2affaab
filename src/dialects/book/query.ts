import { InvalidValue, type Reader, type Schema } from '../fields.ts'
import { denials } from './errors.ts'

interface CountLimits {
  readonly least: number
  readonly most: number
  readonly otherwise: number
}

/** The parameters of a query, each once. */
export class Query {
  readonly #values: ReadonlyMap<string, string>

  /**
   * Takes the parameters that a call knows. An unknown one is refused: it may be a known one that was misspelt.
   *
   * @throws BookDenial 422 for an unknown parameter, and for one that comes twice.
   */
  constructor(query: Readonly<Record<string, unknown>>, known: readonly string[]) {
    const values = new Map<string, string>()
    for (const [name, value] of Object.entries(query)) {
      if (!known.includes(name)) throw denials.invalid(shown(name), `is no parameter of this call: ${known.join(', ')}`)
      if (typeof value !== 'string') throw denials.invalid(name, 'must come once')
      values.set(name, value)
    }
    this.#values = values
  }

  /** The value of a parameter; undefined where it is absent or empty. @throws BookDenial 422 for U+0000, which no text of a book has */
  text(name: string): string | undefined {
    const value = this.#values.get(name)
    if (value?.includes('\0')) throw denials.invalid(name, 'must not have the character U+0000')
    return value || undefined
  }

  /** The value of a parameter that must be there. `remedy` says what to send. */
  required(name: string, remedy: string): string {
    const value = this.text(name)
    if (value === undefined) throw denials.missing(name, remedy)
    return value
  }

  /** One of the words. */
  word<const T extends string>(name: string, words: readonly T[], otherwise: T): T {
    const value = this.text(name)
    if (value === undefined) return otherwise
    const word = words.find((each) => each === value)
    if (word === undefined) throw denials.invalid(name, `must be one of ${words.join(', ')}`)
    return word
  }

  /** The id of a thing, which must be there. */
  id(name: string): number {
    return this.count(name, { least: 1, most: Number.MAX_SAFE_INTEGER, otherwise: 0 })
  }

  /** The id of a thing; undefined where it is absent or empty. */
  idOrNone(name: string): number | undefined {
    return this.text(name) === undefined ? undefined : this.id(name)
  }

  flag(name: string): boolean {
    return this.word(name, ['true', 'false'], 'false') === 'true'
  }

  /** A whole number. */
  count(name: string, { least, most, otherwise }: CountLimits): number {
    const value = this.text(name)
    if (value === undefined) return otherwise
    const count = /^\d{1,16}$/.test(value) ? Number(value) : -1
    if (count < least || count > most) throw denials.invalid(name, `must be a whole number from ${least} to ${most}`)
    return count
  }
}

/** The limits of a page of a list: `after` is a place in it. */
export const placeLimits = {
  after: { least: 0, most: Number.MAX_SAFE_INTEGER, otherwise: 0 },
  limit: { least: 1, most: 10_000, otherwise: 1000 },
} as const

/** The schema of a parameter that is a whole number. */
export function countSchema({ least, most, otherwise }: CountLimits): Schema {
  return { type: 'integer', minimum: least, maximum: most, default: otherwise }
}

/** A name of the client's, cut so that an answer does not repeat a long one. */
function shown(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name
}

/** Reads the value of a parameter. @throws BookDenial 422 */
export function readNamed<T>(name: string, value: unknown, read: Reader<T>): T {
  try {
    return read(value)
  } catch (error) {
    throw error instanceof InvalidValue ? denials.invalid(name, error.message) : error
  }
}
