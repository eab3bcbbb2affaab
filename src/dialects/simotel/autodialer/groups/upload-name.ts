import { randomInt } from 'node:crypto'

const longestSlug = 20

/**
 * The name that an upload is answered with: `file-<UTC time>-<5 digits>-<slug>.<extension>`. The slug is the client's
 * base name, which may come with a path, in the form of the vendor's samples (docs/wire/simotel.md §2).
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

/** What follows the last dot, in lower case; empty when there is none. */
export function extensionOf(given: string): string {
  return /\.([A-Za-z0-9]+)$/.exec(baseName(given))?.[1]?.toLowerCase() ?? ''
}

function baseName(given: string): string {
  return given.split(/[\\/]/).at(-1) ?? ''
}
