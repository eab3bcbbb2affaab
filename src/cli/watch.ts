import { setTimeout as wait } from 'node:timers/promises'
import { Refusal } from '../core/errors.ts'
import type { Edge } from './edge.ts'
import { textWidth } from './text-width.ts'

/** Milliseconds between two looks. */
const every = 1000

/** What is seen at one look. */
export interface View {
  readonly text: string
  /** Whether nothing more will happen. */
  readonly isOver: boolean
}

/**
 * Shows a view on the terminal, again and again in the same place, until nothing more happens, or Ctrl-C ends it.
 *
 * @throws Refusal where the output is no terminal.
 */
export async function watch(edge: Edge, look: () => Promise<View>): Promise<void> {
  const { outWidth } = edge
  if (outWidth === null) throw new Refusal('invalid_value', '--watch needs a terminal', 'watch')
  const stopping = new AbortController()
  edge.stopSignal().then(() => stopping.abort())
  for (let above = 0; ; ) {
    const { text, isOver } = await look()
    // A terminal that does not tell its width has 0.
    const lines = text.split('\n').map((line) => (outWidth === 0 ? line : fitted(line, outWidth)))
    // Up to the first line of the last view, whose lines go.
    edge.out(`${above > 0 ? `\x1b[${above}F\x1b[J` : ''}${lines.join('\n')}\n`)
    above = lines.length
    if (isOver || stopping.signal.aborted) return
    await wait(every, undefined, { signal: stopping.signal }).catch(() => undefined)
    if (stopping.signal.aborted) return
  }
}

/** The line, as much of it as stands in one line of the terminal. */
function fitted(line: string, width: number): string {
  if (textWidth(line) <= width) return line
  let kept = line.slice(0, width)
  while (textWidth(kept) > width) kept = kept.slice(0, -1)
  return kept
}
