import type { EntryDetails } from './entry.ts'

/**
 * The details of an entry once a draft has given it more: what is given takes the place of what was there. Returns
 * `before` itself where nothing differs, so that the entry is not written again.
 */
export function mergeDetails(
  before: EntryDetails | undefined,
  given: EntryDetails | undefined,
): EntryDetails | undefined {
  const names = Object.keys(given ?? {}) as (keyof EntryDetails)[]
  if (names.every((name) => before?.[name] === given?.[name])) return before
  return { ...before, ...given }
}
