/** Lays rows out in columns under their titles. Whatever stands in the cells, each row is one line of harmless text. */
export function table(titles: readonly string[], given: readonly (readonly string[])[]): string {
  const rows = given.map((cells) => cells.map(harmless))
  const widths = titles.map((title, column) =>
    Math.max(...[titles, ...rows].map((row) => row[column]?.length ?? 0), title.length),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [titles, ...rows].map(line).join('\n')
}

/** A moment for people and programs: ISO 8601, UTC. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString()
}

/**
 * Text that a terminal prints and does not obey. Control characters, and those that turn the direction of text, become
 * `\\u001b`.
 */
export function harmless(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
