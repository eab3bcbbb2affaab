import { randomInt } from 'node:crypto'

const longestSlug = 20

/**
 * The name that an upload gets: `file-<UTC time>-<5 digits>-<slug>.<extension>`. The slug is the name of the client's
 * file without its path, in the form of the vendor's samples (docs/wire/simotel.md §2): `book1.csv` gives
 * `file-20231029073636-12345-book1csv.csv`.
 */
export function uploadName(given: string, at: number): string {
  const name = baseName(given).toLowerCase()
  const slug = name
    .replaceAll('.', '')
    .replace(/[^a-z0-9]/g, '-')
    .slice(0, longestSlug)
  const time = new Date(at)
    .toISOString()
    .replace(/[^0-9]/g, '')
    .slice(0, 14)
  return `file-${time}-${randomInt(10_000, 100_000)}-${slug}.${extensionOf(given)}`
}

/** The extension of a file: the letters and digits behind the last dot, in lower case. Empty when there is none. */
export function extensionOf(given: string): string {
  return /\.([A-Za-z0-9]+)$/.exec(baseName(given))?.[1]?.toLowerCase() ?? ''
}

function baseName(given: string): string {
  return given.split(/[\\/]/).at(-1) ?? ''
}
