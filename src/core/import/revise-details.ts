import type { EntryDetails } from '../entry/entry.ts'
import type { ImportMode } from './import-report.ts'

/** Cells of a line, each with the member of the details that it fills. */
export type GivenCells = readonly (readonly [field: keyof EntryDetails, cell: string])[]

/**
 * The details of an entry once a line has given it its cells, without the white space around them. An empty cell clears its member in
 * the mode `sync`, and says nothing in the mode `add`. Members that the file does not have stay. Returns `before` itself where nothing differs.
 */
export function reviseDetails(
  before: EntryDetails | undefined,
  given: GivenCells,
  mode: ImportMode,
): EntryDetails | undefined {
  const after: Partial<Record<keyof EntryDetails, string>> = { ...before }
  let isSame = true
  for (const [field, cell] of given) {
    const was = before?.[field]
    if (cell === was) continue
    const value = cell.trim()
    if (value === (was ?? '') || (value === '' && mode === 'add')) continue
    isSame = false
    if (value === '') delete after[field]
    else after[field] = value
  }
  if (isSame) return before
  return Object.keys(after).length > 0 ? after : undefined
}
