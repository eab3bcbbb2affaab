import { readFileSync } from 'node:fs'

/** The optional file of settings: its values by dotted key, and the problems of the file itself. */
export interface ConfigFile {
  readonly path: string
  readonly values: Readonly<Record<string, unknown>>
  readonly problems: readonly string[]
}

/** The file that is read when none is named. It need not exist. */
export const usualConfigFile = 'dialbook.config.json'

/**
 * Reads the named file, which must exist. Without a name reads the usual file of the working directory, which need not
 * exist.
 */
export function readConfigFile(named: string | undefined): ConfigFile {
  const path = named ?? usualConfigFile
  try {
    return { path, values: flatten(JSON.parse(readFileSync(path, 'utf8'))), problems: [] }
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const problems = isAbsent && named === undefined ? [] : [`${path} cannot be read: ${(error as Error).message}`]
    return { path, values: {}, problems }
  }
}

/** `{ "sip": { "realm": "x" } }` → `{ "sip.realm": "x" }`. */
function flatten(document: unknown): Record<string, unknown> {
  if (!isObject(document)) throw new Error('it must hold one JSON object')
  const entries = Object.entries(document).flatMap(([key, value]): [string, unknown][] =>
    isObject(value) ? Object.entries(flatten(value)).map(([inner, leaf]) => [`${key}.${inner}`, leaf]) : [[key, value]],
  )
  return Object.fromEntries(entries)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The name that a mistyped one most likely means: `prot` means `port`. Undefined when none is near. */
export function nearestName(mistyped: string, names: readonly string[]): string | undefined {
  const near = names
    .map((name) => ({ name, distance: distance(mistyped.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(2, name.length / 3))
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.name
}

/** Levenshtein's distance of two words: the letters to insert, remove or replace. `prot` is 2 from `port`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1]
    for (let column = 1; column <= b.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
