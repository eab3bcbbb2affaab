import type { Account } from '../account/account.ts'
import type { Core } from '../core.ts'

/** The account that a message to this number is for: the one whose number it is, else the one of `*`; undefined for none. */
export async function receiverOf({ store, messageRules }: Core, to: string): Promise<Account | undefined> {
  const { receivers } = messageRules
  const wanted = bare(to)
  const receiver =
    receivers.find(({ number }) => bare(number) === wanted) ?? receivers.find(({ number }) => number === '*')
  return receiver && store.accounts.byName(receiver.account)
}

/** A number without its plus or 00: `4915735999` for `+4915735999`. */
function bare(number: string): string {
  return number
    .trim()
    .replace(/^(\+|00)/, '')
    .toLowerCase()
}
