import { type FileColumns, nameOf } from '../import/file-columns.ts'
import { titleKey } from '../import/title.ts'
import { readNumber } from '../number/read-number.ts'
import { isEmail } from './addresses.ts'
import { closedChannels, unsubscribeReasons } from './opt-out.ts'
import type { LineDetails, OptOutLine } from './opt-out-lines.ts'

/** A line, or the column at fault and the problem for which the line cannot be taken. */
export type ReadLine = { readonly line: OptOutLine } | { readonly column: number; readonly problem: string }

/** A reader of one member: of a cell that is not empty. It returns the reason where the cell cannot be read. */
type CellReader = (cell: string, now: number) => LineDetails | string

/** The members of an exported opt-out, by the titles of their columns. */
const members: Readonly<Record<string, CellReader>> = {
  email: (cell) => (isEmail(cell) ? { email: cell } : 'is no e-mail address'),
  channel(cell) {
    const channel = closedChannels.find((each) => each === cell)
    return channel ? { channel } : `is none of ${closedChannels.join(', ')}`
  },
  since(cell, now) {
    const since = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(cell) ? Date.parse(cell) : Number.NaN
    if (Number.isNaN(since)) return 'is no time as 2026-05-03T10:00:00Z'
    return since > now ? 'lies in the future' : { since }
  },
  reason: (cell) => ({ reason: cell }),
  unsubscribe_reason(cell) {
    const code = Object.keys(unsubscribeReasons).find(
      (each) => each === cell || unsubscribeReasons[Number(each)] === cell,
    )
    return code === undefined ? 'is no reason from 1 to 6' : { unsubscribeReason: Number(code) }
  },
}

/** The columns of a file of opt-outs: that of the numbers, and those that an export of opt-outs has beside it. */
export interface OptOutColumns {
  readonly number: number
  readonly others: readonly { readonly column: number; readonly title: string; readonly read: CellReader }[]
}

/**
 * Finds the columns of an exported opt-out. A file without the title `channel` is one of numbers, whatever else it has.
 */
export function optOutColumns(columns: FileColumns, number: number): OptOutColumns {
  const titles = (columns.titles ?? []).map(titleKey)
  if (!titles.includes('channel')) return { number, others: [] }
  const others = titles.flatMap((title, column) => {
    const read = Object.hasOwn(members, title) ? members[title] : undefined
    return read && column !== number ? [{ column, title: nameOf(columns, column), read }] : []
  })
  return { number, others }
}

/** Reads a line. Its number may be missing where it has an e-mail address. */
export function readOptOutLine(cells: readonly string[], { number, others }: OptOutColumns, now: number): ReadLine {
  let details: LineDetails = {}
  for (const { column, read } of others) {
    const cell = (cells[column] ?? '').trim()
    const found = cell === '' ? {} : read(cell, now)
    if (typeof found === 'string') return { column, problem: found }
    details = { ...details, ...found }
  }
  const given = cells[number] ?? ''
  if (given.trim() === '' && details.email !== undefined) return { line: { number: null, ...details } }
  const read = readNumber(given)
  return 'number' in read ? { line: { number: read.number, ...details } } : { column: number, problem: read.problem }
}
