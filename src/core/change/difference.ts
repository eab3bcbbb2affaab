import type { Snapshot } from './change.ts'

/**
 * The difference between two states of a thing: of each state the id and the fields in which they differ. A group whose
 * count went from 3 to 5 gives `{ id: 7, count: 3 }` and `{ id: 7, count: 5 }`.
 */
export function difference<Thing extends { readonly id?: unknown }>(
  thingBefore: Thing,
  thingAfter: Thing,
): { readonly before: Snapshot; readonly after: Snapshot } {
  const before = thingBefore as Snapshot
  const after = thingAfter as Snapshot
  const was: Record<string, unknown> = { id: before.id }
  const is: Record<string, unknown> = { id: after.id }
  for (const field in after) {
    if (isSame(before[field], after[field])) continue
    was[field] = before[field]
    is[field] = after[field]
  }
  return { before: was, after: is }
}

/** Whether a state has, in every field that `part` names, what `part` has there. */
export function agrees(state: Snapshot, part: Snapshot): boolean {
  return Object.keys(part).every((field) => isSame(state[field], part[field]))
}

/** Compares two fields as JSON: they hold plain data whose members always come in the same order. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))
}
