import type { Core } from '../core.ts'
import type { Extension } from './extension.ts'

const shortest = 8

/** The weakness of a SIP secret that attackers try among the first; undefined when it has none. */
export function weaknessOf(number: string, secret: string): string | undefined {
  if (secret === number) return 'the secret is the number itself: choose another, of 8 characters or more'
  if ([...secret].length < shortest) return `the secret has fewer than ${shortest} characters: choose a longer one`
  return undefined
}

/** The weakness of the stored secret of an extension; undefined when it has none. */
export function findWeakness(core: Core, extension: Extension): string | undefined {
  return weaknessOf(extension.number, core.vault.open(extension.sealedSecret))
}
