import { Refusal } from '../core/errors.ts'

/** Reads a value of an untrusted body: returns it typed, or throws {@link InvalidValue}. */
export type Reader<T> = (value: unknown) => T

/** Why a value does not fit, for people: `must be yes or no`. It never quotes the value, which may be a secret. */
export class InvalidValue extends Error {}

/** One member of a body. */
export interface Field<T, Required extends boolean = boolean> {
  readonly read: Reader<T>
  readonly isRequired: Required
}

export type Fields = Readonly<Record<string, Field<unknown>>>

type Value<F> = F extends Field<infer T> ? T : never
type RequiredNames<F extends Fields> = { [K in keyof F]: F[K] extends Field<unknown, true> ? K : never }[keyof F]

/** What a body holds: required members, and those optional ones that were there. Absent is not `undefined`. */
export type Decoded<F extends Fields> = { [K in RequiredNames<F>]: Value<F[K]> } & {
  [K in Exclude<keyof F, RequiredNames<F>>]?: Value<F[K]>
}

export function required<T>(read: Reader<T>): Field<T, true> {
  return { read, isRequired: true }
}

export function optional<T>(read: Reader<T>): Field<T, false> {
  return { read, isRequired: false }
}

/**
 * Reads the members of a body; further ones are ignored. Only own members count, so that `__proto__` is a name like
 * any other.
 *
 * @throws Refusal `missing_value` for the first required member that is absent, else `invalid_value` for the first
 * that does not fit.
 */
export function decode<F extends Fields>(body: object, fields: F): Decoded<F> {
  const names = Object.keys(fields)
  const missing = names.find((name) => fields[name]?.isRequired && !Object.hasOwn(body, name))
  if (missing !== undefined) throw new Refusal('missing_value', `${missing} is required`, missing)
  const decoded: Record<string, unknown> = {}
  for (const name of names) {
    if (Object.hasOwn(body, name)) decoded[name] = readField(name, fields[name]?.read, Reflect.get(body, name))
  }
  return decoded as Decoded<F>
}

function readField(name: string, read: Reader<unknown> | undefined, value: unknown): unknown {
  try {
    return read?.(value)
  } catch (error) {
    if (error instanceof InvalidValue) throw new Refusal('invalid_value', `${name} ${error.message}`, name)
    throw error
  }
}

/** Text of `min` to `max` characters, counted as people do (an emoji is one). Without line breaks unless `lines`. */
export function text({ min = 0, max, lines = false }: { min?: number; max: number; lines?: boolean }): Reader<string> {
  const forbidden = lines ? controlButLines : control
  return (value) => {
    if (typeof value !== 'string') throw new InvalidValue('must be a string')
    if (value.length < min) throw new InvalidValue('must not be empty')
    if (value.length > max && characters(value, max) > max)
      throw new InvalidValue(`must have at most ${max} characters`)
    if (!value.isWellFormed()) throw new InvalidValue('must not have half characters (lone surrogates)')
    if (forbidden.test(value)) throw new InvalidValue('must not have control characters')
    return value
  }
}

/** Text that matches a pattern; `expected` says what that is. */
export function pattern(expression: RegExp, expected: string): Reader<string> {
  return (value) => {
    if (typeof value !== 'string') throw new InvalidValue('must be a string')
    if (!expression.test(value)) throw new InvalidValue(`must be ${expected}`)
    return value
  }
}

/** One of the words, exactly. */
export function oneOf<const T extends string>(...words: readonly T[]): Reader<T> {
  return (value) => {
    const word = words.find((each) => each === value)
    if (word === undefined) throw new InvalidValue(`must be one of ${words.join(', ')}`)
    return word
  }
}

/** What `read` reads, or null. */
export function nullable<T>(read: Reader<T>): Reader<T | null> {
  return (value) => (value === null ? null : read(value))
}

/** What `read` reads, and `instead` of null: for members that are cleared to a value. */
export function clearable<T>(read: Reader<T>, instead: T): Reader<T> {
  return (value) => (value === null ? instead : read(value))
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const controlButLines = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/

/** The characters of a text, as people count them. Counts no further than one past `enough`, so that a huge text costs nothing. */
export function characters(value: string, enough: number): number {
  let count = 0
  for (const _ of value) if (++count > enough) break
  return count
}
