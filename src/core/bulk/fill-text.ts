import type { EntryDetails } from '../entry/entry.ts'
import type { ColumnTitles } from '../group/group.ts'

const columns = ['a', 'b', 'c', 'd', 'e'] as const
const placeholder = /\[([^[\]]{1,50})\]/g

/** The titles of columns, as placeholders name them. */
export function titlesOf(all: readonly ColumnTitles[]): ReadonlySet<string> {
  return new Set(all.flatMap((titles) => columns.flatMap((column) => titles[column] ?? [])).map(folded))
}

/**
 * A text for one number: each placeholder is the value of the column with that title. One that only another list has a column for,
 * and one without a value, is empty; brackets that name no column of any list stay as they are.
 */
export function fillText(
  text: string,
  known: ReadonlySet<string>,
  titles: ColumnTitles,
  details: EntryDetails | undefined,
): string {
  if (known.size === 0) return text
  return text.replace(placeholder, (whole, name: string) => {
    const wanted = folded(name)
    if (!known.has(wanted)) return whole
    const column = columns.find((each) => titles[each] !== null && folded(titles[each] as string) === wanted)
    return (column && details?.[column]) ?? ''
  })
}

function folded(title: string): string {
  return title.trim().toLowerCase()
}
