import type { Entry } from '../entry/entry.ts'
import { findColumn } from '../import/file-columns.ts'
import { type ColumnChoice, type GroupColumn, groupColumns } from '../import/group-columns.ts'
import type { FileRecord, RecordFile } from '../import/record-file.ts'
import { type EntryList, phoneAt } from '../list/entry-list.ts'
import type { Preview, PreviewColumn } from './preview.ts'

/** An entry as a list gives it. */
type KeptEntry = Pick<Entry, 'phone' | 'details'>

/** Entries that are handed on at a time. */
const atOnce = 500

/** The title of the column of callback data, by which every import knows it. */
const callbackTitle = 'callback_data'

/**
 * The numbers of a preview as a file that an import reads: one line for each, with the columns that were taken and
 * under their titles. The choice names each of these columns, so that the import takes them for the same.
 */
export function keptFile(
  { columns }: Pick<Preview, 'columns'>,
  parts: AsyncIterable<readonly KeptEntry[]>,
): { readonly file: RecordFile; readonly choice: ColumnChoice } {
  const taken = [...columns].sort((one, other) => rankOf(one) - rankOf(other)).filter(({ becomes }) => becomes !== null)
  const titles = taken.map(({ becomes, title }) => (becomes === 'callbackData' ? callbackTitle : (title ?? '')))
  const nameOf = (column: number): string | undefined =>
    // A title may look like the position of another column.
    [String(column + 1), titles[column] ?? ''].find(
      (name) => findColumn({ titles, width: titles.length }, name) === column,
    )
  const chosen: Partial<Record<GroupColumn, string>> = {}
  for (const field of groupColumns) {
    const name = nameOf(taken.findIndex(({ becomes }) => becomes === field))
    if (name !== undefined) chosen[field] = name
  }
  const number = nameOf(0)
  return {
    file: { format: 'csv', titles, separator: null, batches: () => records(taken, parts) },
    choice: { columns: chosen, ...(number !== undefined && { number }) },
  }
}

/** The column of the numbers comes first. */
function rankOf({ becomes }: PreviewColumn): number {
  return becomes === 'number' ? 0 : 1
}

async function* records(
  columns: readonly PreviewColumn[],
  parts: AsyncIterable<readonly KeptEntry[]>,
): AsyncGenerator<FileRecord[]> {
  const fields = columns.flatMap(({ becomes }) => (becomes === null || becomes === 'number' ? [] : [becomes]))
  let line = 0
  for await (const drafts of parts) {
    for (let start = 0; start < drafts.length; start += atOnce) {
      yield drafts
        .slice(start, start + atOnce)
        .map(({ phone, details }) => ({
          line: ++line,
          cells: [phone, ...fields.map((field) => details?.[field] ?? '')],
        }))
    }
  }
}

/** The entries of a list in memory, some at a time. */
export async function* draftsOf(list: EntryList): AsyncGenerator<KeptEntry[]> {
  for (let start = 0; start < list.codes.length; start += atOnce) {
    const length = Math.min(atOnce, list.codes.length - start)
    yield Array.from({ length }, (_, index) => ({
      phone: phoneAt(list, start + index),
      details: list.details.get(start + index),
    }))
  }
}
