import type { EntryDetails, EntryDraft } from '../../../core/entry/entry.ts'
import { isDialCode, storedPhone } from '../../../core/list/stored-phone.ts'
import { readNumber } from '../../../core/number/read-number.ts'

const letters = ['a', 'b', 'c', 'd', 'e'] as const

/** The most lines that are pasted at once. Files have the import. */
export const mostLines = 5000
/** The longest value of a column. */
export const longestValue = 1000

/** A line that was pasted and cannot be taken. */
export interface Rejected {
  readonly line: number
  readonly text: string
}

/** Lines as they were read. */
interface PastedLines {
  readonly drafts: readonly EntryDraft[]
  readonly rejected: readonly Rejected[]
  /** Whether there are more than are taken at once. None is read then. */
  readonly isTooLong: boolean
}

/** Reads lines as spreadsheets copy them: the number first, then the columns. Empty ones are left out. */
export function pastedLines(text: string): PastedLines {
  const lines = text.split(/\r\n|\r|\n/)
  if (lines.length > mostLines) return { drafts: [], rejected: [], isTooLong: true }
  const drafts: EntryDraft[] = []
  const rejected: Rejected[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const draft = readLine(line)
    if (draft) drafts.push(draft)
    else rejected.push({ line: index + 1, text: line.slice(0, 100) })
  }
  return { drafts, rejected, isTooLong: false }
}

function readLine(text: string): EntryDraft | undefined {
  const [given = '', ...values] = text.split('\t').map((each) => each.trim())
  const phone = phoneOf(given)
  if (phone === undefined || values.length > letters.length || values.some((each) => each.length > longestValue))
    return undefined
  const pairs = letters.flatMap((each, index) => (values[index] ? [[each, values[index]] as const] : []))
  return pairs.length === 0 ? { phone } : { phone, details: Object.fromEntries(pairs) as EntryDetails }
}

/** The number, or the code to dial, that a text is; undefined for anything else. */
export function phoneOf(given: string): string | undefined {
  const phone = storedPhone(given)
  return 'number' in readNumber(given) || isDialCode(phone) ? phone : undefined
}
