import type { WrittenSheet } from '../../core/import/record-file.ts'
import type { Edge } from '../edge.ts'

/** Milliseconds between two lines of progress. */
const every = 200

/** Shows on a terminal how many records of a long report are written, of `size` at the most. */
export function progressOf(edge: Edge, size: number): { of(sheet: WrittenSheet): WrittenSheet; end(): void } {
  let isShown = false
  return {
    of({ titles, rows }) {
      if (!edge.errIsTerminal) return { titles, rows }
      async function* told(): AsyncGenerator<readonly (readonly string[])[]> {
        let shownAt = performance.now()
        let records = 0
        for await (const batch of rows) {
          yield batch
          records += batch.length
          if (performance.now() - shownAt < every) continue
          shownAt = performance.now()
          isShown = true
          edge.err(`\r\x1b[K${records.toLocaleString('en')} of ${size.toLocaleString('en')} numbers`)
        }
      }
      return { titles, rows: told() }
    },
    end() {
      if (isShown) edge.err('\r\x1b[K')
    },
  }
}
