import type { Ids } from '../environment.ts'
import type { NumberUnsubscribed } from '../event/event.ts'
import type { Transaction } from '../ports.ts'
import { closes, type OptOut } from './opt-out.ts'

/** Tells webhooks of the numbers that opt-outs have closed for messages, in the transaction that closes them. */
export async function tellUnsubscribed(
  ids: Ids,
  tx: Transaction,
  accountId: number,
  optOuts: readonly OptOut[],
): Promise<void> {
  const events = optOuts.flatMap((optOut): NumberUnsubscribed[] => {
    const { number, international, reason, unsubscribeReason, since } = optOut
    if (number === null || !closes(optOut, 'messages')) return []
    const message = {
      ...{ hexId: ids.hexId(), from: international ?? number, text: reason ?? '', receivedAt: since },
      reason: unsubscribeReason,
    }
    return [{ kind: 'number-unsubscribed', extension: '', message }]
  })
  if (events.length > 0) await tx.effects.tellMany(accountId, events)
}
