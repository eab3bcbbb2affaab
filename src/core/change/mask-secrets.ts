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
  return Object.fromEntries(
    Object.entries(state).map(([name, value]) => [
      name,
      typeof value === 'string' && secretName.test(name) ? mask : maskedWithin(value),
    ]),
  )
}

function maskedWithin(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskedWithin)
  return typeof value === 'object' && value !== null ? masked(value as Snapshot) : value
}
