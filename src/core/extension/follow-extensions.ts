import type { BookEvent } from '../event/event.ts'
import type { Transaction } from '../ports.ts'
import type { Extension } from './extension.ts'
import { endsCalls, endsRegistrations } from './follow-extension.ts'

/** An extension of a batch: undefined `before` for a new one, undefined `after` for a removed one. */
export interface ExtensionStep {
  readonly before: Extension | undefined
  readonly after: Extension | undefined
}

/**
 * Writes the effects of a batch, as `followExtension` does for one extension. It comes before the extensions are written:
 * the numbers of those that go are read from the book.
 */
export async function followExtensions(
  tx: Transaction,
  accountId: number,
  steps: readonly ExtensionStep[],
): Promise<void> {
  const dropped = steps.flatMap(({ before, after }) => (before && endsRegistrations(before, after) ? [before.id] : []))
  await tx.effects.dropRegistrationsOfMany(accountId, dropped)
  const silenced = steps.flatMap(({ before, after }) => (before && endsCalls(before, after) ? [before.id] : []))
  await tx.effects.endCallsOfMany(accountId, silenced)
  const events = steps.flatMap(({ before, after }): BookEvent[] => {
    if (before?.number === after?.number) return []
    const gone: BookEvent[] = before ? [{ kind: 'extension-removed', extension: before.number }] : []
    return after ? [...gone, { kind: 'extension-added', extension: after.number }] : gone
  })
  if (events.length > 0) await tx.effects.tellMany(accountId, events)
}
