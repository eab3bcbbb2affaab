import { clearable, described, type Reader, type Schema, schemaOf } from '../fields.ts'

/** Reads an empty text as `none`, and every other value by `read`. */
export function orBlank<T, N>(read: Reader<T>, none: N): Reader<T | N> {
  const schema: Schema = { anyOf: [schemaOf(read), { const: '' }] }
  return described<T | N>(schema, (value) => (value === '' ? none : read(value)))
}

/** Reads null and an empty text as `none`, and every other value by `read`. */
export function orEmpty<T, N>(read: Reader<T>, none: N): Reader<T | N> {
  return clearable<T | N>(orBlank(read, none), none)
}
