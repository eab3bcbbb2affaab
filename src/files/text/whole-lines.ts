/** Signs that a line may have. No list has a longer one, and it would have to be in memory whole. */
export const longestLine = 100_000

/**
 * Gives a text in pieces that end with a line end; only the last one may lack it. Of a line that is longer than `longestLine`, such as
 * the photo of a card, one sign more than that is given, so that a reader sees it.
 */
export async function* wholeLines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let begun = ''
  for await (const text of texts) {
    const joined = begun + text
    const end = lastLineEnd(joined)
    begun = shortened(joined.slice(end))
    if (end > 0) yield joined.slice(0, end)
  }
  if (begun !== '') yield begun
}

/** A line whose end has not come yet, shortened. The CR at its end may be half of a CR LF. */
function shortened(begun: string): string {
  if (begun.length <= longestLine) return begun
  let end = begun.length
  while (end > begun.length - 2 && begun.charCodeAt(end - 1) === 0x0d) end--
  return begun.slice(0, longestLine + 1) + begun.slice(end)
}

/** One line end, of all kinds: LF, CR LF, CR, and the CR CR LF that a CR LF becomes when it is written as text once more. */
const lineEnd = /\r\r?\n|\n|\r/g

/** Counts the line ends of a text. */
export function countLineEnds(text: string): number {
  return text.match(lineEnd)?.length ?? 0
}

/** Cuts a text into its lines. */
export function linesOf(text: string): string[] {
  const lines = (text.includes('\r') ? text.replace(lineEnd, '\n') : text).split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** Cuts a text into its lines, each with its line end. */
export function wholeLinesOf(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\r?\n|\n|\r)|[^\r\n]+$/g) ?? []
}

/** The place behind the last line end that is surely whole: a CR at the end may be half of a CR LF. */
function lastLineEnd(text: string): number {
  let end = text.length
  while (text.charCodeAt(end - 1) === 0x0d) end--
  const carriage = end > 0 ? text.lastIndexOf('\r', end - 1) : -1
  return Math.max(text.lastIndexOf('\n'), carriage) + 1
}
