import type { Comparison, Filter } from '../core/filter/filter.ts'
import type { Conditions } from './conditions.ts'
import type { Value } from './engine.ts'

const operators: Readonly<Record<Comparison, string>> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' }

/**
 * Adds a filter to conditions. Columns are fragments of ours, by field; every value becomes a parameter. The SQL is written
 * so that no test is ever unknown: `not` of one is true for exactly the other rows.
 */
export function withFilter<Field extends string>(
  conditions: Conditions,
  filter: Filter<Field> | undefined,
  columns: Readonly<Record<Field, string>>,
): Conditions {
  if (!filter) return conditions
  const parameters = [...conditions.parameters]
  const bind = (value: Value): string => `$${parameters.push(value)}`
  const sql = `${conditions.sql} and ${sqlOf(filter, columns, bind)}`
  return { sql, parameters, narrowed: true }
}

type Bind = (value: Value) => string

function sqlOf<Field extends string>(
  filter: Filter<Field>,
  columns: Readonly<Record<Field, string>>,
  bind: Bind,
): string {
  switch (filter.kind) {
    case 'compare':
      return compare(columns[filter.field], filter.by, bind(filter.value))
    case 'isNull':
      return `(${columns[filter.field]} is null)`
    case 'text':
      return textTest(columns[filter.field], filter.test, filter.text, bind)
    case 'and':
    case 'or':
      return filter.of.length === 0
        ? truth(filter.kind === 'and')
        : `(${filter.of.map((each) => sqlOf(each, columns, bind)).join(` ${filter.kind} `)})`
    case 'not':
      return `(not ${sqlOf(filter.of, columns, bind)})`
    case 'always':
      return truth(filter.value)
  }
}

function truth(value: boolean): string {
  return value ? '(1 = 1)' : '(1 = 0)'
}

function compare(column: string, by: Comparison, value: string): string {
  const test = `${column} ${operators[by]} ${value}`
  return by === 'ne' ? `(${column} is null or ${test})` : `(${column} is not null and ${test})`
}

/** `like` would ignore the case of some letters and not of others; lengths are of code points, in every engine. */
function textTest(column: string, test: 'contains' | 'startsWith' | 'endsWith', text: string, bind: Bind): string {
  if (text === '') return `(${column} is not null)`
  const value = bind(text)
  if (test === 'contains') return `(${column} is not null and replace(${column}, ${value}, '') <> ${column})`
  const length = bind([...text].length)
  if (test === 'startsWith') return `(${column} is not null and substr(${column}, 1, ${length}) = ${value})`
  const start = `length(${column}) - ${length} + 1`
  return `(${column} is not null and length(${column}) >= ${length} and substr(${column}, ${start}) = ${value})`
}
