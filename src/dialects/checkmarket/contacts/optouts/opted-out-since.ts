import type { Contact } from '../../../../core/contact/contact.ts'
import type { Core } from '../../../../core/core.ts'
import { planOfAccount } from '../../../../core/number/plan-of-account.ts'
import { closedIndex } from '../../../../core/opt-out/closed-index.ts'
import { contactAddresses } from '../../../../core/opt-out/contact-addresses.ts'

/** Since when each contact has opted out of surveys, by any of its addresses, in epoch milliseconds; null for who has not. */
export async function optedOutSince(
  core: Core,
  accountId: number,
  contacts: readonly Contact[],
): Promise<readonly (number | null)[]> {
  const plan = await planOfAccount(core, accountId)
  const closed = closedIndex(core.store.optOuts, accountId, plan, 'surveys')
  return (await closed.of(contacts.map(contactAddresses))).map((optOut) => optOut?.since ?? null)
}
