import type { Schema } from '../fields.ts'
import { string } from '../schemas.ts'
import { countSchema, type Query, readNamed } from './query.ts'
import { idSchema, momentSchema, readMoment } from './values.ts'

/** A parameter of a query: its schema, and its reader. One that is `always` has a value also where the client sends none. */
export interface Parameter<T, Always extends boolean = boolean> {
  readonly schema: Schema
  readonly always: Always
  readonly isRequired?: boolean
  read(asked: Query, name: string): T | undefined
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>

type Value<P> = P extends Parameter<infer T> ? T : never
type AlwaysThere<P extends Parameters> = { [K in keyof P]: P[K] extends Parameter<unknown, true> ? K : never }[keyof P]

/** The parameters of a query, typed. One that is absent has no key. */
export type Asked<P extends Parameters> = { readonly [K in AlwaysThere<P>]: Value<P[K]> } & {
  readonly [K in Exclude<keyof P, AlwaysThere<P>>]?: Value<P[K]>
}

/** Reads the parameters that `parameters` names. @throws BookDenial 422 */
export function readParameters<P extends Parameters>(asked: Query, parameters: P): Asked<P> {
  const read = Object.entries(parameters).map(([name, parameter]) => [name, parameter.read(asked, name)] as const)
  return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as Asked<P>
}

/** A text. */
export const textParameter: Parameter<string, false> = {
  schema: string,
  always: false,
  read: (asked, name) => asked.text(name),
}

/** A text that must be there. `remedy` says what to send. */
export function neededText(remedy: string): Parameter<string, true> {
  return { schema: string, always: true, isRequired: true, read: (asked, name) => asked.required(name, remedy) }
}

/** One of the words. */
export function wordParameter<const T extends string>(words: readonly T[]): Parameter<T, false> {
  return {
    schema: { type: 'string', enum: words },
    always: false,
    read: (asked, name) => (asked.text(name) === undefined ? undefined : asked.word(name, words, words[0] as T)),
  }
}

/** `true`, or `false`, which is meant where it is absent. */
export const flagParameter: Parameter<boolean, true> = {
  schema: { type: 'string', enum: ['true', 'false'], default: 'false' },
  always: true,
  read: (asked, name) => asked.flag(name),
}

/** The id of a thing. */
export const idParameter: Parameter<number, false> = {
  schema: idSchema,
  always: false,
  read: (asked, name) => asked.idOrNone(name),
}

/** The folder in which things lie: its id, or null for the root. */
export const folderParameter: Parameter<number | null, false> = {
  schema: { type: 'string', pattern: '^(root|[1-9][0-9]{0,14})$' },
  always: false,
  read: (asked, name) => (asked.text(name) === 'root' ? null : asked.idOrNone(name)),
}

/** A moment with its zone. */
export const momentParameter: Parameter<number, false> = {
  schema: momentSchema,
  always: false,
  read(asked, name) {
    const given = asked.text(name)
    return given === undefined ? undefined : readNamed(name, given, readMoment)
  },
}

/** A whole number. */
export function countParameter(least: number, most: number, otherwise: number): Parameter<number, true> {
  const limits = { least, most, otherwise }
  return { schema: countSchema(limits), always: true, read: (asked, name) => asked.count(name, limits) }
}

/** The parameters of a list whose pages go by ids: behind which thing a page begins, and how many it has at the most. */
export function pageParameters(most: number, otherwise = 100) {
  return { after: countParameter(0, Number.MAX_SAFE_INTEGER, 0), limit: countParameter(1, most, otherwise) }
}
