import { StartError } from './start-error.ts'

/** The paths of one HTTP instance, each with all below it. */
export interface Claim {
  readonly name: string
  readonly prefixes: readonly string[]
}

/**
 * Whether a path belongs to a prefix: `/groups` covers `/groups`, `/groups.json` and `/groups/1`; `/` covers only
 * itself.
 */
export function covers(prefix: string, path: string): boolean {
  return path.startsWith(prefix) && ['/', '?', '.', ''].includes(path.charAt(prefix.length))
}

/**
 * Refuses paths that two instances would answer.
 *
 * @throws StartError with the first such pair.
 */
export function refuseOverlaps(claims: readonly Claim[]): void {
  for (const [index, one] of claims.entries()) {
    for (const other of claims.slice(index + 1)) {
      for (const a of one.prefixes) {
        const b = other.prefixes.find((each) => covers(a, each) || covers(each, a))
        if (b !== undefined)
          throw new StartError(`${one.name} answers at ${a}, and ${other.name} at ${b}: choose other paths`)
      }
    }
  }
}
