import type { Comparison, Filter } from '../../core/filter/filter.ts'
import type { TextCondition } from '../text/grams.ts'
import { type Conditions, isIndexed } from './conditions.ts'
import { type TextTools, textCondition, textTest } from './text-test.ts'
import type { Value } from './value.ts'

const operators: Readonly<Record<Comparison, string>> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' }

/**
 * Adds a filter to conditions. Columns are our own fragments, by field, and every value becomes a parameter. A test of
 * null is unknown in SQL. Elsewhere than below a `not`, unknown is as good as false, and the plain form of a test is
 * the one that an index serves. Below a `not`, tests are written so that none is ever unknown: `not` finds exactly the
 * other rows then, as `not (b is not null and b = 1)` finds those without a `b`.
 */
export function withFilter<Field extends string>(
  tools: TextTools,
  conditions: Conditions,
  filter: Filter<Field> | undefined,
  columns: Readonly<Record<Field, string>>,
): Conditions {
  if (!filter) return conditions
  const parameters = [...conditions.parameters]
  const writing: Writing = {
    columns,
    tools,
    isNegated: false,
    bind: (value) => typed(value, `$${parameters.push(value)}`),
  }
  return {
    sql: `${conditions.sql} and ${sqlOf(filter, writing)}`,
    parameters,
    narrowed: true,
    scans: true,
    texts: [...conditions.texts, ...textsOf(filter, columns)],
    isOneText: !conditions.narrowed && filter.kind === 'text',
    restsOnTexts: conditions.restsOnTexts && restsOnTexts(filter, columns),
  }
}

/** The tests of texts that every thing has to pass. */
function textsOf(filter: Filter<string>, columns: Readonly<Record<string, string>>): readonly TextCondition[] {
  if (filter.kind === 'text') return [textCondition(columns[filter.field] as string, filter.test, filter.text)]
  return filter.kind === 'and' ? filter.of.flatMap((each) => textsOf(each, columns)) : []
}

function restsOnTexts(filter: Filter<string>, columns: Readonly<Record<string, string>>): boolean {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.of.every((each) => restsOnTexts(each, columns))
  if (filter.kind === 'not') return restsOnTexts(filter.of, columns)
  return !('field' in filter) || isIndexed(columns[filter.field] as string)
}

/**
 * The parameter of a value. No column holds a number that is not whole, or that is too great, but a filter may compare
 * a column with one.
 */
function typed(value: Value, parameter: string): string {
  return typeof value === 'number' && !Number.isSafeInteger(value)
    ? `cast(${parameter} as double precision)`
    : parameter
}

interface Writing {
  readonly columns: Readonly<Record<string, string>>
  readonly tools: TextTools
  readonly isNegated: boolean
  readonly bind: (value: Value) => string
}

function sqlOf(filter: Filter<string>, writing: Writing): string {
  const column = 'field' in filter ? (writing.columns[filter.field] as string) : ''
  switch (filter.kind) {
    case 'compare': {
      const test = `${column} ${operators[filter.by]} ${writing.bind(filter.value)}`
      return filter.by === 'ne' ? `(${column} is null or ${test})` : known(column, test, writing)
    }
    case 'isNull':
      return `(${column} is null)`
    case 'text':
      return known(
        column,
        textTest(writing.tools, textCondition(column, filter.test, filter.text), writing.bind),
        writing,
      )
    case 'and':
    case 'or':
      return filter.of.length === 0
        ? truth(filter.kind === 'and')
        : `(${filter.of.map((each) => sqlOf(each, writing)).join(` ${filter.kind} `)})`
    case 'not':
      return `(not ${sqlOf(filter.of, { ...writing, isNegated: true })})`
    case 'always':
      return truth(filter.value)
  }
}

function truth(value: boolean): string {
  return value ? '(1 = 1)' : '(1 = 0)'
}

/** A test that is unknown for null. Below a `not` it is made false for null. */
function known(column: string, test: string, { isNegated }: Writing): string {
  return isNegated ? `(${column} is not null and ${test})` : `(${test})`
}
