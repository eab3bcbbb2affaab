import type { Schema } from './fields.ts'

/** The schemas of the members of an answer, by their names. */
export type Members = Readonly<Record<string, Schema>>

/** The members that an answer must have, no more and no fewer, so that it is just what its description tells. */
export type Shown<M extends Members> = { readonly [Name in keyof M]: unknown }

export const string = { type: 'string' } as const
export const integer = { type: 'integer' } as const
export const boolean = { type: 'boolean' } as const

/** The schema of an object that has these members and no others. All are there, but those that are named `optional`. */
export function exactly(members: Members, ...optional: readonly string[]): Schema {
  const required = Object.keys(members).filter((name) => !optional.includes(name))
  return { type: 'object', properties: members, required, additionalProperties: false }
}

export function arrayOf(items: Schema): Schema {
  return { type: 'array', items }
}

export function constant(value: string | number | boolean | null): Schema {
  return { const: value }
}

/** A reference to one of the schemas that a document shares. */
export function shared(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` }
}
