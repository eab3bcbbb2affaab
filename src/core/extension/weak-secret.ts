import type { Core } from '../core.ts'
import type { Extension } from './extension.ts'

const shortest = 8

/** Why a SIP secret is one of the first that an attacker tries; undefined when it is not. */
export function weaknessOf(number: string, secret: string): string | undefined {
  if (secret === number) return 'the secret is the number itself: choose another, of 8 characters or more'
  if ([...secret].length < shortest) return `the secret has fewer than ${shortest} characters: choose a longer one`
  return undefined
}

/** Why the stored secret of an extension is weak; undefined when it is not. */
export function findWeakness(core: Core, extension: Extension): string | undefined {
  return weaknessOf(extension.number, core.vault.open(extension.sealedSecret))
}
