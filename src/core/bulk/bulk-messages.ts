import type { Core } from '../core.ts'
import type { Entry } from '../entry/entry.ts'
import { Refusal } from '../errors.ts'
import { recipientOf } from '../message/new-message.ts'
import { countParts, mostParts, write } from '../message/parts.ts'
import type { Bulk } from './bulk.ts'
import type { BulkMessage } from './bulk-port.ts'
import { fillText, titlesOf } from './fill-text.ts'

/** The next numbers of a bulk, and the place behind them. */
export interface NextMessages {
  readonly messages: readonly BulkMessage[]
  readonly next: Bulk['next']
}

/**
 * Makes the messages of the next numbers of a bulk, at most so many; none only where there are no more. A number that cannot be
 * written to has a message too, which is skipped already and says why. Whether somebody may be written to is asked right before a
 * message leaves.
 *
 * @throws Refusal `damaged` for a list that is not as it was written.
 */
export async function nextMessages(core: Core, bulk: Bulk, count: number): Promise<NextMessages> {
  let { list, entry } = bulk.next
  for (; list < bulk.lists.length; list++, entry = 0) {
    const { listId } = bulk.lists[list] as Bulk['lists'][number]
    const entries = await core.store.lists.entries(bulk.accountId, listId, { start: entry, count })
    if (entries.length === 0) continue
    const messages = await messagesOf(core, bulk, { list, entries })
    return { messages, next: { list, entry: entry + entries.length } }
  }
  return { messages: [], next: { list, entry } }
}

async function messagesOf(
  core: Core,
  bulk: Bulk,
  { list, entries }: { readonly list: number; readonly entries: readonly Entry[] },
): Promise<BulkMessage[]> {
  const { routes, validMs } = core.messageRules
  const price = routes.find(({ code }) => code === bulk.route)?.price ?? 0
  const plan = await core.numberPlans.of(bulk.country)
  const known = titlesOf(bulk.lists.map(({ columns }) => columns))
  const { columns } = bulk.lists[list] as Bulk['lists'][number]
  const now = core.clock.now()
  const { accountId, sender, route, label, language, plannedAt, credentialId, address, origin } = bulk
  const usual = {
    ...{ accountId, bulkId: bulk.id, sender, route, label, language, plannedAt, credentialId, address, origin },
    ...{ forgetsText: false, dueAt: now, validUntil: now + validMs, isUncertain: false, claimedBy: null },
    ...{ sentAt: null, createdAt: now },
  }
  const messages: BulkMessage[] = []
  for (const { phone, details } of entries) {
    const number = await recipientOf(core, plan, phone).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined
      throw error
    })
    const written = write(fillText(bulk.text, known, columns, details), bulk.alphabet)
    const parts = countParts(written)
    const reason = reasonOf(number, written.text, parts)
    messages.push({
      ...usual,
      ...{ hexId: core.ids.hexId(), number: number ?? phone, callbackData: details?.callbackData ?? bulk.callbackData },
      country: number === undefined ? null : await core.numberPlans.countryOf(number),
      ...{ ...written, characters: [...written.text].length, parts },
      ...(reason === null
        ? ({ state: 'queued', reason, price: price * parts, endedAt: null } as const)
        : ({ state: 'skipped', reason, price: 0, endedAt: now } as const)),
    })
  }
  return messages
}

/** Why a message cannot be sent at all; null where it can. */
function reasonOf(number: string | undefined, text: string, parts: number): string | null {
  if (number === undefined) return 'not_a_number'
  if (text === '') return 'no_text'
  return parts > mostParts ? 'text_too_long' : null
}
