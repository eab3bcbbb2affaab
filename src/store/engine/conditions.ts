import type { TextMatch } from '../../core/page.ts'
import type { Engine } from './engine.ts'
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
}

/**
 * The conditions for the rows of the account whose columns match. Matches of `name` and `number` make
 * `account_id = $1 and name = $2 and number = $3`.
 */
export function conditionsOf(
  like: Engine['like'],
  accountId: number,
  matches: Readonly<Record<string, TextMatch | undefined>>,
): Conditions {
  const parameters: Value[] = [accountId]
  const parts = ['account_id = $1']
  for (const [column, match] of Object.entries(matches)) {
    if (!match) continue
    const tests = (match.or === undefined ? [match.text] : [match.text, match.or]).map((text) => {
      parameters.push(match.alike ? `%${text.replace(/[\\%_]/g, '\\$&')}%` : text)
      const parameter = `$${parameters.length}`
      return match.alike ? like(column, parameter, text) : `${column} = ${parameter}`
    })
    parts.push(tests.length === 1 ? (tests[0] as string) : `(${tests.join(' or ')})`)
  }
  const scans = Object.values(matches).some((match) => match?.alike)
  return { sql: parts.join(' and '), parameters, narrowed: parts.length > 1, scans }
}
