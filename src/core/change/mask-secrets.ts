import type { ChangeDraft, Snapshot } from './change.ts'

/** The names of fields that may hold a secret, in whatever form. */
export const secretName = /secret|password|token|digest|hash|sealed/i

/** The text that stands in place of a secret. */
export const mask = '******'

/** A change as it may be shown: with the mask in place of each secret. */
export function maskSecrets<T extends ChangeDraft>(change: T): T {
  return { ...change, before: change.before && masked(change.before), after: change.after && masked(change.after) }
}

function masked(state: Snapshot): Snapshot {
  const entries = Object.entries(state).map(([name, value]) => {
    if (typeof value === 'string' && secretName.test(name)) return [name, mask]
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value)
    return [name, isNested ? masked(value as Snapshot) : value]
  })
  return Object.fromEntries(entries)
}
