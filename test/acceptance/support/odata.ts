import fc from 'fast-check'

/** A contact as far as filters see it. A field that is null has no value. */
export interface Row {
  readonly ContactId: number
  readonly FirstName: string | null
  readonly City: string | null
  readonly Phone: string | null
  readonly DateOfBirth: string | null
  readonly IsBounced: false
}

type TextField = 'FirstName' | 'City' | 'Phone'

/** A filter as this test sees it. Nothing of it comes from the server. */
export type Tree =
  | { readonly kind: 'text'; readonly field: TextField; readonly by: Operator; readonly value: string | null }
  | { readonly kind: 'number'; readonly by: Operator; readonly value: number }
  | { readonly kind: 'day'; readonly by: Operator; readonly value: string }
  | { readonly kind: 'moment'; readonly by: Operator; readonly value: string }
  | { readonly kind: 'bounced'; readonly value: boolean }
  | {
      readonly kind: 'call'
      readonly name: Call
      readonly field: TextField
      readonly value: string
      readonly is?: boolean
    }
  | { readonly kind: 'and' | 'or'; readonly left: Tree; readonly right: Tree }
  | { readonly kind: 'not'; readonly of: Tree }

type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
type Call = 'substringof' | 'startswith' | 'endswith'

const piece = fc.constantFrom('a', 'b', 'A', 'É', 'é', '😀', '%', '_', "'", '\\', ' ', '1', '\uffee')
/** Short texts of few letters: they often match. None is a number that is written with spaces, which a phone is stored without. */
export const someText = fc
  .string({ unit: piece, minLength: 1, maxLength: 4 })
  .map((text) => text.trim() || 'a')
  .filter((text) => !/^[1 ]* [1 ]*$/.test(text))
/** Few days, so that they often match; some follow each other, so that a zone moves a moment onto another one. */
export const days = ['1980-01-01', '1980-01-02', '1999-12-31', '2000-02-29'] as const
export const someDay = fc.constantFrom(...days)
const time = fc.constantFrom('00:00:00', '00:00:00.001', '00:01', '12:00:00', '23:59:59.999')
const zone = fc.constantFrom('', 'Z', '+02:00', '-00:01', '-23:59')
const someMoment = fc.tuple(someDay, time, zone).map(([day, at, away]) => `${day}T${at}${away}`)

const operator = fc.constantFrom<Operator>('eq', 'ne', 'gt', 'ge', 'lt', 'le')
const field = fc.constantFrom<TextField>('FirstName', 'City', 'Phone')
const leaf: fc.Arbitrary<Tree> = fc.oneof(
  fc.record({ kind: fc.constant('text'), field, by: operator, value: fc.option(someText, { freq: 5 }) }),
  fc.record({ kind: fc.constant('number'), by: operator, value: fc.integer({ min: 0, max: 64 }) }),
  fc.record({ kind: fc.constant('day'), by: operator, value: someDay }),
  fc.record({ kind: fc.constant('moment'), by: operator, value: someMoment }),
  fc.record({ kind: fc.constant('bounced'), value: fc.boolean() }),
  fc.record(
    {
      kind: fc.constant('call'),
      name: fc.constantFrom<Call>('substringof', 'startswith', 'endswith'),
      field,
      value: fc.oneof(someText, fc.constant('')),
      is: fc.boolean(),
    },
    { requiredKeys: ['kind', 'name', 'field', 'value'] },
  ),
)

/** Random filters, some levels deep at most. */
export const someTree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constantFrom('and', 'or'), left: tie('tree'), right: tie('tree') }),
    fc.record({ kind: fc.constant('not'), of: tie('tree') }),
  ),
})).tree

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`

/** A filter as OData writes it, with no more parentheses than it needs. */
export function print(tree: Tree): string {
  switch (tree.kind) {
    case 'text':
      return `${tree.field} ${tree.by} ${tree.value === null ? 'null' : quote(tree.value)}`
    case 'number':
      return `ContactId ${tree.by} ${tree.value}`
    case 'day':
    case 'moment':
      return `DateOfBirth ${tree.by} DateTime'${tree.value}'`
    case 'bounced':
      return tree.value ? 'IsBounced' : 'IsBounced eq false'
    case 'call': {
      const [first, second] = [tree.field, quote(tree.value)]
      const args = tree.name === 'substringof' ? `${second},${first}` : `${first},${second}`
      return `${tree.name}(${args})${tree.is === undefined ? '' : ` eq ${tree.is}`}`
    }
    case 'not':
      return tree.of.kind === 'and' || tree.of.kind === 'or' ? `not (${print(tree.of)})` : `not ${print(tree.of)}`
    default: {
      const part = (inner: Tree) => (tree.kind === 'and' && inner.kind === 'or' ? `(${print(inner)})` : print(inner))
      return `${part(tree.left)} ${tree.kind} ${part(tree.right)}`
    }
  }
}

/** Whether a filter finds a row. A field without a value is unequal to every value, and neither less nor more. */
export function matches(tree: Tree, row: Row): boolean {
  switch (tree.kind) {
    case 'text':
      return compare(row[tree.field], tree.by, tree.value)
    case 'number':
      return compare(row.ContactId, tree.by, tree.value)
    case 'day':
      return compare(row.DateOfBirth, tree.by, tree.value)
    case 'moment':
      return compare(row.DateOfBirth === null ? null : momentOf(row.DateOfBirth), tree.by, momentOf(tree.value))
    case 'bounced':
      return row.IsBounced === false ? !tree.value : tree.value
    case 'call':
      return holds(row[tree.field], tree.name, tree.value) === (tree.is ?? true)
    case 'not':
      return !matches(tree.of, row)
    case 'and':
      return matches(tree.left, row) && matches(tree.right, row)
    case 'or':
      return matches(tree.left, row) || matches(tree.right, row)
  }
}

function holds(text: string | null, name: Call, part: string): boolean {
  if (text === null) return false
  const [whole, looked] = [folded(text), folded(part)]
  if (name === 'substringof') return whole.includes(looked)
  return name === 'startswith' ? whole.startsWith(looked) : whole.endsWith(looked)
}

/** A text as these functions compare it. The pieces above have no letters but those of case and form. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

function compare<T extends string | number>(left: T | null, by: Operator, right: T | null): boolean {
  if (by === 'eq') return left === right
  if (by === 'ne') return left !== right
  if (left === null || right === null) return false
  const order = orderOf(left, right)
  return { gt: order > 0, ge: order >= 0, lt: order < 0, le: order <= 0 }[by]
}

/** A day is the moment at which it begins. What names no zone is in UTC. */
function momentOf(text: string): number {
  return Date.parse(!text.includes('T') || /Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`)
}

/** Texts are ordered by code point, as their UTF-8 is. */
function orderOf(left: string | number, right: string | number): number {
  if (typeof left === 'number' || typeof right === 'number') return Number(left) - Number(right)
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}
