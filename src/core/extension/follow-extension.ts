import type { Transaction } from '../ports.ts'
import type { Extension } from './extension.ts'

/**
 * The fields that a registration was checked by. When one of them changes, a registration that was made before holds no
 * more.
 */
const registersBy = ['number', 'digest', 'active', 'technology', 'deny', 'permit', 'host'] as const

/** Whether registrations that the extension's phones made before a change hold no more after it. */
export function endsRegistrations(before: Extension, after: Extension | undefined): boolean {
  return registersBy.some((field) => before[field] !== after?.[field])
}

/** Whether the calls that the extension is in end with a change: it was switched off, or removed. */
export function endsCalls(before: Extension, after: Extension | undefined): boolean {
  return before.active && after?.active !== true
}

/**
 * Writes the effects of a change of an extension: the PBX drops registrations that hold no more and ends calls, and webhooks are told
 * of numbers that came and went. `before` is undefined for a new extension, `after` for a removed one.
 */
export async function followExtension(
  tx: Transaction,
  before: Extension | undefined,
  after: Extension | undefined,
): Promise<void> {
  if (before && endsRegistrations(before, after)) await tx.effects.dropRegistration(before)
  if (before && endsCalls(before, after)) await tx.effects.endCalls(before)
  if (before?.number === after?.number) return
  if (before) await tx.effects.tell(before.accountId, { kind: 'extension-removed', extension: before.number })
  if (after) await tx.effects.tell(after.accountId, { kind: 'extension-added', extension: after.number })
}
