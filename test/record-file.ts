import type { ImportFile } from '../src/core/import/import-options.ts'

/** A file whose first line has the titles, as a reader of files gives it. */
export function importFileOf(rows: readonly (readonly string[])[], name = 'test.csv'): ImportFile {
  return {
    name,
    file: {
      format: 'csv',
      titles: null,
      separator: ',',
      async *batches() {
        yield rows.map((cells, index) => ({ line: index + 1, cells }))
      },
    },
  }
}
