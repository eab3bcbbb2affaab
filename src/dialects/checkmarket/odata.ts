import type { Comparison, Filter, TextTest } from '../../core/filter/filter.ts'
import { type Entity, findProperty, type Property } from './entity.ts'
import { type Literal, literalOf, mirrored, testOf, textTestOf } from './odata-tests.ts'
import { syntaxError, type Token, tokensOf } from './odata-tokens.ts'

/**
 * Comparisons of a filter: more than any client needs, and few enough for a scan. Tests that look into a text have a
 * limit of their own, since one costs several times as much as a comparison.
 */
const mostTests = 100
const mostTextTests = 20
const deepest = 50

/** The meaning of an expression: a condition, a property, or a value. */
type Operand<Field extends string> = { readonly at: number } & (
  | { readonly kind: 'test'; readonly filter: Filter<Field> }
  | { readonly kind: 'property'; readonly property: Property<Field>; readonly name: string }
  | { readonly kind: 'literal'; readonly literal: Literal }
)

const comparisons: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] satisfies Comparison[]
const functions: Readonly<Record<string, TextTest>> = {
  substringof: 'contains',
  startswith: 'startsWith',
  endswith: 'endsWith',
}

/**
 * Reads an OData-2 filter over the properties of an entity. `substringof` takes the field first as well, as a client of
 * the vendor has it.
 *
 * @throws Denial 400 that names the position of the error.
 */
export function parseFilter<Field extends string>(source: string, entity: Entity<Field>): Filter<Field> {
  return new FilterParser(source, entity).parse()
}

class FilterParser<Field extends string> {
  readonly #source: string
  readonly #entity: Entity<Field>
  readonly #tokens: readonly Token[]
  #next = 0
  #tests = 0
  #textTests = 0
  #depth = 0

  constructor(source: string, entity: Entity<Field>) {
    this.#source = source
    this.#entity = entity
    this.#tokens = tokensOf(source)
  }

  parse(): Filter<Field> {
    const filter = this.#asTest(this.#either())
    if (this.#peek().kind !== 'end') throw this.#error(this.#peek().at)
    return filter
  }

  #either(): Operand<Field> {
    return this.#chain('or', () => this.#chain('and', () => this.#negation()))
  }

  #chain(word: 'and' | 'or', part: () => Operand<Field>): Operand<Field> {
    const first = part()
    if (!this.#isWord(word)) return first
    const of = [this.#asTest(first)]
    while (this.#takeWord(word)) of.push(this.#asTest(part()))
    return { kind: 'test', filter: { kind: word, of }, at: first.at }
  }

  #negation(): Operand<Field> {
    const { at } = this.#peek()
    if (!this.#takeWord('not')) return this.#comparison()
    return this.#deeper(at, () => ({
      kind: 'test',
      filter: { kind: 'not', of: this.#asTest(this.#negation()) },
      at,
    }))
  }

  #comparison(): Operand<Field> {
    const left = this.#operand()
    const token = this.#peek()
    const word = token.kind === 'name' ? token.text.toLowerCase() : ''
    if (!comparisons.includes(word)) return left
    this.#next += 1
    const right = this.#operand()
    return { kind: 'test', filter: this.#compare(left, word as Comparison, right, token.at), at: left.at }
  }

  #compare(left: Operand<Field>, by: Comparison, right: Operand<Field>, at: number): Filter<Field> {
    if (left.kind === 'literal' && right.kind !== 'literal') return this.#compare(right, mirrored[by], left, at)
    if (right.kind !== 'literal') throw this.#error(right.at, 'A value is expected')
    const { literal } = right
    if (left.kind === 'property' && left.property.type !== 'boolean') {
      this.#count(at)
      const test = testOf(left.property, by, literal)
      if (test) return test
      throw this.#error(right.at, `${left.name} cannot be compared with this value`)
    }
    if (left.kind === 'literal' || literal.type !== 'boolean' || (by !== 'eq' && by !== 'ne')) {
      throw this.#error(at, 'These cannot be compared')
    }
    const filter = this.#asTest(left)
    return literal.value === (by === 'eq') ? filter : { kind: 'not', of: filter }
  }

  #operand(): Operand<Field> {
    const token = this.#peek()
    this.#next += 1
    if (token.kind === '(') {
      const inner = this.#deeper(token.at, () => this.#either())
      this.#expect(')')
      return inner
    }
    const literal = literalOf(token)
    if (literal) return { kind: 'literal', literal, at: token.at }
    if (token.kind !== 'name') throw this.#error(token.at)
    return this.#peek().kind === '(' ? this.#call(token.text, token.at) : this.#property(token.text, token.at)
  }

  #property(name: string, at: number): Operand<Field> {
    const property = findProperty(this.#entity, name)
    if (property) return { kind: 'property', property, name, at }
    throw this.#error(at, `Could not find a property named '${name}' on type '${this.#entity.name}'`)
  }

  #call(name: string, at: number): Operand<Field> {
    const test = functions[name.toLowerCase()]
    if (!test) throw this.#error(at, `Unknown function '${name}'`)
    this.#count(at)
    this.#textTests += 1
    if (this.#textTests > mostTextTests) throw this.#error(at, `More than ${mostTextTests} tests of texts`)
    this.#expect('(')
    const first = this.#operand()
    this.#expect(',')
    const second = this.#operand()
    this.#expect(')')
    const [property, literal] = first.kind === 'property' ? [first, second] : [second, first]
    const isRight =
      property.kind === 'property' &&
      (property.property.type === 'text' || property.property.type === 'phone') &&
      literal.kind === 'literal' &&
      literal.literal.type === 'text'
    if (!isRight) throw this.#error(at, `${name} takes a text property and a text`)
    return { kind: 'test', filter: textTestOf(property.property, test, literal.literal.value), at }
  }

  #asTest(operand: Operand<Field>): Filter<Field> {
    if (operand.kind === 'test') return operand.filter
    if (operand.kind === 'literal' && operand.literal.type === 'boolean') {
      return { kind: 'always', value: operand.literal.value }
    }
    if (operand.kind === 'property' && operand.property.type === 'boolean') {
      return { kind: 'always', value: operand.property.always }
    }
    throw this.#error(operand.at, 'A condition is expected')
  }

  #deeper<T>(at: number, work: () => T): T {
    this.#depth += 1
    if (this.#depth > deepest) throw this.#error(at, `Nested more than ${deepest} deep`)
    const result = work()
    this.#depth -= 1
    return result
  }

  #count(at: number): void {
    this.#tests += 1
    if (this.#tests > mostTests) throw this.#error(at, `More than ${mostTests} comparisons`)
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', at: this.#source.length }
  }

  #isWord(word: string): boolean {
    const token = this.#peek()
    return token.kind === 'name' && token.text.toLowerCase() === word
  }

  #takeWord(word: string): boolean {
    const isIt = this.#isWord(word)
    if (isIt) this.#next += 1
    return isIt
  }

  #expect(kind: '(' | ')' | ','): void {
    if (this.#peek().kind !== kind) throw this.#error(this.#peek().at)
    this.#next += 1
  }

  #error(at: number, problem?: string): Error {
    return syntaxError(this.#source, at, problem)
  }
}
