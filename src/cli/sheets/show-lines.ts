import type { Edge } from '../edge.ts'

const everyMs = 200

/** Shows on a terminal how many lines are read. */
export function showLines(edge: Edge): { onProgress(lines: number): void; end(): void } {
  let shownAt = performance.now()
  let isShown = false
  return {
    onProgress(lines) {
      const now = performance.now()
      if (!edge.errIsTerminal || now - shownAt < everyMs) return
      shownAt = now
      isShown = true
      edge.err(`\r\x1b[K${lines.toLocaleString('en')} lines read`)
    },
    end() {
      if (isShown) edge.err('\r\x1b[K')
    },
  }
}
