import { giveWay } from '../give-way.ts'
import { type ColumnTitles, type Group, noColumns } from '../group/group.ts'
import { groupColumns } from '../import/group-columns.ts'
import { ImportLines } from '../import/import-lines.ts'
import type { NumberKeys } from '../import/number-keys.ts'
import type { ReadLines } from '../import/read-lines.ts'
import { Rejects } from '../import/rejects.ts'
import { titleKey } from '../import/title.ts'
import type { EntryList } from '../list/entry-list.ts'
import type { PackedPart } from '../list/list-merge.ts'
import { noCode } from '../list/phone-code.ts'
import type { Preview, PreviewColumn } from './preview.ts'

/** Entries that are handed on at a time. */
const atOnce = 4000

/** Some entries of a list, packed. */
interface Part {
  readonly codes: Float64Array
  readonly phones: Pick<PackedPart['phones'], 'get'>
  readonly details: Pick<PackedPart['details'], 'get'>
}

/** The name that the history has for a file that came without one. */
const namelessFile = 'a file without a name'

/** The numbers of a preview as the lines of an import into a group, each with the columns that were taken. */
export async function keptLines(
  { columns, filename, count }: Pick<Preview, 'columns' | 'filename' | 'count'>,
  parts: AsyncIterable<Part>,
  group: Group | undefined,
  keys: NumberKeys,
): Promise<ReadLines> {
  const fields = columns.flatMap(({ becomes }) => (becomes === null || becomes === 'number' ? [] : [becomes]))
  const lines = new ImportLines(count)
  lines.beginFile(fields)
  for await (const { codes, phones, details } of parts) {
    for (let at = 0; at < codes.length; at++) {
      const code = codes[at] as number
      const text = code === noCode ? (phones.get(at) ?? '') : ''
      const given = details.get(at)
      lines.addCode(code, text, keys.ofEntry(code, text), given ? fields.map((field) => given[field] ?? '') : [])
    }
    await giveWay()
  }
  return {
    lines,
    rejects: new Rejects({}),
    total: lines.count,
    files: [
      {
        name: filename === '' ? namelessFile : filename,
        format: 'csv',
        titles: null,
        number: '',
        columns: {},
        left: [],
      },
    ],
    newTitles: titlesFor(group?.columns ?? noColumns, columns),
    problem: undefined,
  }
}

/** Titles that columns of the group get, which have none. */
function titlesFor(group: ColumnTitles, columns: readonly PreviewColumn[]): Partial<ColumnTitles> {
  return Object.fromEntries(
    groupColumns.flatMap((field) => {
      const title = columns.find(({ becomes }) => becomes === field)?.title ?? ''
      return title === '' || titleKey(title) === field || group[field] !== null ? [] : [[field, title]]
    }),
  )
}

/** The entries of a list in memory, some at a time. */
export async function* partsOf({ codes, phones, details }: EntryList): AsyncGenerator<Part> {
  for (let start = 0; start < codes.length; start += atOnce) {
    yield {
      codes: codes.subarray(start, start + atOnce),
      phones: { get: (at) => phones.get(start + at) },
      details: { get: (at) => details.get(start + at) },
    }
  }
}
