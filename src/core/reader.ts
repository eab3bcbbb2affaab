/** A description of values in JSON Schema, draft 2020-12. */
export type Schema = Readonly<Record<string, unknown>>

/** Reads a value that nobody has looked at: returns it typed, or throws {@link InvalidValue}. */
export interface Reader<T> {
  (value: unknown): T
  /** The values that are taken, as the descriptions of the APIs tell them. A rule that no schema can tell is in its text. */
  readonly schema?: Schema
}

/** Puts beside a reader the schema of what it takes. */
export function described<T>(schema: Schema, read: (value: unknown) => T): Reader<T> {
  return Object.assign((value: unknown) => read(value), { schema })
}

/** The schema of what a reader takes. @throws Error for a reader that has none: it is a mistake in the program. */
export function schemaOf({ schema }: Reader<unknown>): Schema {
  if (!schema) throw new Error('this reader tells no schema')
  return schema
}

/** The schema of values that may be null as well. */
export function orNull({ type, enum: words, ...rest }: Schema): Schema {
  if (typeof type !== 'string') return { anyOf: [{ ...rest, ...(type !== undefined && { type }) }, { type: 'null' }] }
  return { type: [type, 'null'], ...(Array.isArray(words) && { enum: [...words, null] }), ...rest }
}

/** The schema of a combination of readers, where the inner one tells its own. */
function derived<T>(inner: Reader<unknown>, schema: (inner: Schema) => Schema, read: (value: unknown) => T): Reader<T> {
  return inner.schema ? described(schema(inner.schema), read) : read
}

/**
 * The rule that a value breaks, for people: `must be yes or no`. The text never quotes the value, which may be a
 * secret.
 */
export class InvalidValue extends Error {}

/**
 * Reads a text of `min` to `max` characters. A character is a code point: an emoji such as 😀 is one. Only with `lines`
 * the text may have line breaks and tabs.
 */
export function text({ min = 0, max, lines = false }: { min?: number; max: number; lines?: boolean }): Reader<string> {
  const forbidden = lines ? controlButLines : control
  return described({ type: 'string', ...(min > 0 && { minLength: min }), maxLength: max }, (value) => {
    if (typeof value !== 'string') throw new InvalidValue('must be a string')
    if (value.length < min) throw new InvalidValue('must not be empty')
    if (value.length > max && characters(value, max) > max)
      throw new InvalidValue(`must have at most ${max} characters`)
    if (!value.isWellFormed()) throw new InvalidValue('must not have half characters (lone surrogates)')
    if (forbidden.test(value)) throw new InvalidValue('must not have control characters')
    return value
  })
}

/** Reads a text that matches a pattern. `expected` describes the pattern for people: `empty or 0 to 9999`. */
export function pattern(expression: RegExp, expected: string): Reader<string> {
  return described({ type: 'string', pattern: expression.source, description: expected }, (value) => {
    if (typeof value !== 'string') throw new InvalidValue('must be a string')
    if (!expression.test(value)) throw new InvalidValue(`must be ${expected}`)
    return value
  })
}

/** Reads one of the words, letter by letter. */
export function oneOf<const T extends string>(...words: readonly T[]): Reader<T> {
  return described({ type: 'string', enum: words }, (value) => {
    const word = words.find((each) => each === value)
    if (word === undefined) throw new InvalidValue(`must be one of ${words.join(', ')}`)
    return word
  })
}

/** Reads null as null, and every other value by `read`. */
export function nullable<T>(read: Reader<T>): Reader<T | null> {
  return derived(read, orNull, (value) => (value === null ? null : read(value)))
}

/** Reads null as `instead`, and every other value by `read`: for members that null clears. */
export function clearable<T>(read: Reader<T>, instead: T): Reader<T> {
  return derived(read, orNull, (value) => (value === null ? instead : read(value)))
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the pattern looks for
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the pattern looks for
const controlButLines = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/

/** Counts the characters (code points) of a text. Counting ends at `enough + 1`, so that a huge text costs nothing. */
export function characters(value: string, enough: number): number {
  let count = 0
  for (const _ of value) if (++count > enough) break
  return count
}

/** Reads a whole number in a range, also from a text of at most `digits` digits: wires have both. */
export function wholeOrText(least: number, most: number, digits: number): Reader<number> {
  const pattern = `^[0-9]{1,${digits}}$`
  const isDigits = new RegExp(pattern)
  const schema = {
    anyOf: [
      { type: 'integer', minimum: least, maximum: most },
      { type: 'string', pattern },
    ],
  }
  return described(schema, (value) => {
    const number = typeof value === 'string' && isDigits.test(value) ? Number(value) : value
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < least || number > most) {
      throw new InvalidValue(`must be a whole number from ${least} to ${most}`)
    }
    return number
  })
}
