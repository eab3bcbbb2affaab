import { Refusal } from '../errors.ts'
import { readNumber } from '../number/read-number.ts'
import { type FileColumns, findColumn, nameOf } from './file-columns.ts'
import { isNumberTitle } from './title.ts'

/**
 * Chooses the column that holds the numbers: the one that `named` names, else the only one whose title says so, else the only one
 * whose content does. Of two that might be it none is chosen.
 *
 * @throws Refusal `invalid_value` of `number` when there is no column of that name, or several might be it.
 */
export function chooseNumberColumn(columns: FileColumns, named: string | undefined): number {
  if (named !== undefined) return mustFindColumn(columns, named, 'number')
  const shares = sharesOfNumbers(columns)
  const all = [...shares.keys()]
  const titled = all.filter((column) => isNumberTitle(columns.titles?.[column] ?? ''))
  const tries = [
    titled.filter((column) => shareAt(shares, column) > 0),
    titled,
    all.filter((column) => shareAt(shares, column) >= 0.5),
    all.filter((column) => shareAt(shares, column) > 0),
    all.filter((column) => columns.sample.some(({ cells }) => /(?:\p{Nd}.?){5}/u.test(cells[column] ?? ''))),
  ]
  const found = tries.find((candidates) => candidates.length > 0) ?? [0]
  if (found.length === 1) return found[0] as number
  throw new Refusal(
    'invalid_value',
    `the columns ${listed(columns, found)} all look like numbers: say which one holds them with --number COLUMN`,
    'number',
  )
}

/**
 * The column that somebody names.
 *
 * @throws Refusal `invalid_value` of `field`, which names the columns that there are.
 */
export function mustFindColumn(columns: FileColumns, named: string, field: string): number {
  const found = findColumn(columns, named)
  if (found !== undefined) return found
  const all = listed(columns, [...Array(columns.width).keys()])
  throw new Refusal('invalid_value', `the file has no column ${JSON.stringify(named)}: there are ${all}`, field)
}

/** Of each column, the share of its cells that are a number. */
function sharesOfNumbers({ sample, width }: FileColumns): readonly number[] {
  return Array.from({ length: width }, (_, column) => {
    const filled = sample.map(({ cells }) => cells[column] ?? '').filter((cell) => cell.trim() !== '')
    return filled.length === 0 ? 0 : filled.filter((cell) => 'number' in readNumber(cell)).length / filled.length
  })
}

function shareAt(shares: readonly number[], column: number): number {
  return shares[column] ?? 0
}

/** The most columns that a message names. */
const namedAtMost = 12

function listed(columns: FileColumns, found: readonly number[]): string {
  const names = found.slice(0, namedAtMost).map((column) => JSON.stringify(nameOf(columns, column)))
  return names.join(', ') + (found.length > namedAtMost ? ` and ${found.length - namedAtMost} more` : '')
}
