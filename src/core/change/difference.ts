import type { Snapshot } from './change.ts'

/** What an update changed: of both states only the fields in which they differ, and the id. */
export function difference(before: Snapshot, after: Snapshot): { readonly before: Snapshot; readonly after: Snapshot } {
  const was: Record<string, unknown> = { id: before.id }
  const is: Record<string, unknown> = { id: after.id }
  for (const field of Object.keys(after)) {
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

/** Fields hold plain data whose members always come in the same order. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))
}
