import type { TextMatch } from '../../core/page.ts'
import { indexedFields, type TextCondition } from '../text/grams.ts'
import { type TextTools, textCondition, textTest } from './text-test.ts'
import type { Value } from './value.ts'

/**
 * A `where` clause under construction. Its SQL is made of our own fragments, and the caller's values are parameters.
 */
export interface Conditions {
  readonly sql: string
  readonly parameters: readonly Value[]
  /** Whether anything but the account narrows the rows. */
  readonly narrowed: boolean
  /** Whether any number of rows may be looked at for each that is found: no index leads to them. */
  readonly scans: boolean
  /** Tests of texts that every row has to pass. */
  readonly texts: readonly TextCondition[]
  /** Whether only texts that the index knows decide: what they find changes only with one of these texts. */
  readonly restsOnTexts: boolean
  /** Whether one test of a text is all that narrows the rows. */
  readonly isOneText: boolean
}

/**
 * The conditions for the rows of the account whose columns match. Matches of `name` and `number` make
 * `account_id = $1 and name = $2 and number = $3`.
 */
export function conditionsOf(
  tools: TextTools,
  accountId: number,
  matches: Readonly<Record<string, TextMatch | undefined>>,
): Conditions {
  const parameters: Value[] = [accountId]
  const bind = (value: Value): string => `$${parameters.push(value)}`
  const parts = ['account_id = $1']
  const texts: TextCondition[] = []
  for (const [column, match] of Object.entries(matches)) {
    if (!match) continue
    const given = match.or === undefined ? [match.text] : [match.text, match.or]
    const conditions = given.map((text) => textCondition(column, 'contains', text))
    const tests = match.alike
      ? conditions.map((condition) => textTest(tools, condition, bind))
      : given.map((text) => `${column} = ${bind(text)}`)
    if (match.alike && conditions.length === 1) texts.push(...conditions)
    parts.push(tests.length === 1 ? (tests[0] as string) : `(${tests.join(' or ')})`)
  }
  const asked = Object.entries(matches).filter(([, match]) => match)
  return {
    sql: parts.join(' and '),
    parameters,
    narrowed: parts.length > 1,
    scans: asked.some(([, match]) => match?.alike),
    texts,
    isOneText: asked.length === 1 && texts.length === 1,
    restsOnTexts: asked.every(([column]) => isIndexed(column)),
  }
}

/** Whether the index of texts knows a column. */
export function isIndexed(column: string): column is keyof typeof indexedFields {
  return Object.hasOwn(indexedFields, column)
}
