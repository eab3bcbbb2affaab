import { nearestName } from '../../config/config-file.ts'
import { InvalidValue, type Reader } from '../../core/reader.ts'
import type { SeedPath, SeedProblems } from './seed-problems.ts'

/** A map of a seed, whose members are read one by one, and are known by then. */
export class CheckedMap {
  readonly path: SeedPath
  readonly #members: Readonly<Record<string, unknown>>
  readonly #problems: SeedProblems

  /** Reads a value as a map that may have the members `known`; one without members where it is none. */
  constructor(value: unknown, path: SeedPath, problems: SeedProblems, known: readonly string[]) {
    this.path = path
    this.#problems = problems
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
    this.#members = isMap ? (value as Readonly<Record<string, unknown>>) : {}
    if (!isMap) problems.add(path, 'must be a map')
    for (const name of Object.keys(this.#members)) {
      if (known.includes(name)) continue
      const nearest = nearestName(name, known)
      problems.add([...path, name], `is not known here${nearest === undefined ? '' : `: did you mean ${nearest}?`}`)
    }
  }

  has(name: string): boolean {
    return this.#members[name] !== undefined && this.#members[name] !== null
  }

  get(name: string): unknown {
    return this.#members[name]
  }

  /** Reads a member, which may be absent or null: then it is `instead`. */
  read<T, Absent>(name: string, read: Reader<T>, instead: Absent): T | Absent {
    if (!this.has(name)) return instead
    try {
      return read(this.#members[name])
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error
      this.problem(name, error.message)
      return instead
    }
  }

  /** Reads a member that must be there. */
  must<T>(name: string, read: Reader<T>, instead: T): T {
    if (!this.has(name)) this.problem(name, 'is missing')
    return this.read(name, read, instead)
  }

  /** The items of a list; none where it is absent. */
  list(name: string): readonly unknown[] {
    const value = this.#members[name]
    if (value === undefined || value === null) return []
    if (Array.isArray(value)) return value
    this.problem(name, 'must be a list')
    return []
  }

  problem(name: string, reason: string): void {
    this.#problems.add([...this.path, name], reason)
  }

  problemAt(path: SeedPath, reason: string): void {
    this.#problems.add(path, reason)
  }
}

/** Reads an id: a whole number from 1 on. */
export const seedId: Reader<number> = (value) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1 || value > 2 ** 31 - 1)
    throw new InvalidValue('must be a whole number from 1 to 2147483647')
  return value
}

/** Reads an id of 24 hex digits. */
export const seedHex: Reader<string> = (value) => {
  // An id without a letter is a number where nobody has put it in quotes.
  if (typeof value !== 'string' || !/^[0-9a-f]{24}$/.test(value))
    throw new InvalidValue('must be 24 hex digits, in quotes')
  return value
}

/** Reads a cell as a file of records has it: a number, a yes or a no may come without quotes. */
export const seedCell: Reader<string> = (value) => {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  throw new InvalidValue('must be a text')
}

/** Reads a phone. One that begins with a 0 or a + has to be in quotes, or YAML takes these away. */
export const seedPhone: Reader<string> = (value) => {
  if (typeof value !== 'string') throw new InvalidValue('must be a text: put the number in quotes')
  return value
}
