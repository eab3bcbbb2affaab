import type { FileFormat, FileRecord, RecordFile } from '../src/core/import/record-file.ts'

/** Records as a reader gives them: each with its cells, in batches of `size`, from line 1 on. */
export function recordsOf(
  rows: readonly (readonly string[])[],
  {
    size = 3,
    titles = null,
    format = 'csv',
  }: { size?: number; titles?: readonly string[] | null; format?: FileFormat } = {},
): RecordFile {
  const records: FileRecord[] = rows.map((cells, index) => ({ line: index + 1, cells }))
  return {
    format,
    titles,
    separator: format === 'csv' ? ',' : null,
    async *batches() {
      for (let start = 0; start < records.length; start += size) yield records.slice(start, start + size)
    },
  }
}
