import type { Comparison, Filter, TextTest } from '../../core/filter/filter.ts'
import { storedPhone } from '../../core/list/stored-phone.ts'
import { readDay } from './dates.ts'
import type { Property } from './entity.ts'
import type { Token } from './odata-tokens.ts'

/** A value in a filter. */
export type Literal =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'instant'; readonly value: number; readonly text: string }
  | { readonly type: 'null' }

const words: Readonly<Record<string, Literal>> = {
  true: { type: 'boolean', value: true },
  false: { type: 'boolean', value: false },
  null: { type: 'null' },
}

/** The value of a token; undefined for a token that is none. */
export function literalOf(token: Token): Literal | undefined {
  switch (token.kind) {
    case 'text':
      return { type: 'text', value: token.text }
    case 'number':
      return { type: 'number', value: token.value }
    case 'instant':
      return { type: 'instant', value: token.value, text: token.text }
    case 'name':
      return words[token.text.toLowerCase()]
    default:
      return undefined
  }
}

/** The comparison that says the same with its sides exchanged: `3 lt Id` is `Id gt 3`. */
export const mirrored: Readonly<Record<Comparison, Comparison>> = {
  eq: 'eq',
  ne: 'ne',
  gt: 'lt',
  ge: 'le',
  lt: 'gt',
  le: 'ge',
}

type Comparable<Field extends string> = Exclude<Property<Field>, { type: 'boolean' }>

/** A property compared with a value; undefined when their types do not fit. Nothing is less or more than null. */
export function testOf<Field extends string>(
  { type, field }: Comparable<Field>,
  by: Comparison,
  literal: Literal,
): Filter<Field> | undefined {
  if (literal.type === 'null') {
    const isNull = { kind: 'isNull', field } as const
    if (by === 'eq') return isNull
    return by === 'ne' ? { kind: 'not', of: isNull } : { kind: 'always', value: false }
  }
  const value = comparableOf(type, literal)
  if (value === undefined) return undefined
  const isExact = type === 'phone' && (by === 'eq' || by === 'ne')
  const texts = isExact ? textsOf(type, String(value)) : [value]
  return eitherOf(
    texts.map((text) => ({ kind: 'compare', field, by, value: text })),
    by === 'ne' ? 'and' : 'or',
  )
}

/** The test that a text property holds a text somewhere. */
export function textTestOf<Field extends string>(
  { type, field }: Comparable<Field>,
  test: TextTest,
  text: string,
): Filter<Field> {
  return eitherOf(textsOf(type, text).map((each) => ({ kind: 'text', field, test, text: each })))
}

/** A text as it was given, and for a phone the number in it, as it is stored: `0912 111` and `0912111`. */
function textsOf(type: Comparable<string>['type'], text: string): readonly string[] {
  return type === 'phone' ? [...new Set([text, storedPhone(text)])] : [text]
}

function eitherOf<Field extends string>(of: readonly Filter<Field>[], kind: 'and' | 'or' = 'or'): Filter<Field> {
  const [only] = of
  return of.length === 1 && only ? only : { kind, of }
}

function comparableOf(type: Comparable<string>['type'], literal: Literal): string | number | undefined {
  if (type === 'text' || type === 'phone') return literal.type === 'text' ? literal.value : undefined
  if (type === 'integer') return literal.type === 'number' ? literal.value : undefined
  if (type === 'instant') return literal.type === 'instant' ? literal.value : undefined
  if (literal.type === 'text') return readDay(literal.value)
  return literal.type === 'instant' ? dayOrMoment(literal.value) : undefined
}

/**
 * A moment as a text to be compared with days, which are kept as texts. Midnight is the day itself, `2026-04-15`; a
 * later moment is more, `2026-04-15T08:00:00.000Z`.
 */
function dayOrMoment(at: number): string {
  return new Date(at).toISOString().replace('T00:00:00.000Z', '')
}
