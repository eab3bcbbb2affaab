import { Refusal } from '../core/errors.ts'
import { InvalidValue, type Reader, type Schema, schemaOf } from '../core/reader.ts'

export {
  characters,
  clearable,
  described,
  InvalidValue,
  nullable,
  oneOf,
  orNull,
  pattern,
  type Reader,
  type Schema,
  schemaOf,
  text,
} from '../core/reader.ts'

/** A member of a body: its reader, and whether it must be there. */
export interface Field<T, Required extends boolean = boolean> {
  readonly read: Reader<T>
  readonly isRequired: Required
}

export type Fields = Readonly<Record<string, Field<unknown>>>

type Value<F> = F extends Field<infer T> ? T : never
type RequiredNames<F extends Fields> = { [K in keyof F]: F[K] extends Field<unknown, true> ? K : never }[keyof F]

/**
 * The members of a body, typed: all required ones, and the optional ones that were there. An absent member has no key:
 * it is not `undefined`.
 */
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
 * Reads the members of a body that `fields` names, and ignores all others. Only own members count, so that `__proto__`
 * is a name like any other.
 *
 * @throws Refusal `missing_value` for the first required member that is absent, else `invalid_value` for the first
 * member that does not fit.
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

/** The schema of a body that `decode` reads by these fields. Members that it ignores may be there. */
export function schemaOfFields(fields: Fields): Schema {
  const names = Object.keys(fields)
  const required = names.filter((name) => fields[name]?.isRequired)
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, { read }]) => [name, schemaOf(read)])),
    ...(required.length > 0 && { required }),
  }
}
