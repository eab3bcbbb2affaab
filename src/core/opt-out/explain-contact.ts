import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { readNumber } from '../number/read-number.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { optOutsOf } from './addresses.ts'
import type { MayContact } from './contact-checks.ts'
import { mayContact } from './may-contact.ts'
import { type Addresses, type Channel, channels, type OptOut } from './opt-out.ts'

/** Why somebody may be contacted or not. */
export interface ContactExplanation {
  /** The number as it is read; `null` for an e-mail address and for what is no number. */
  readonly number: string | null
  readonly answers: readonly { readonly channel: Channel; readonly answer: MayContact }[]
  /** All opt-outs of the number or address, whatever they close. */
  readonly optOuts: readonly OptOut[]
}

/** Explains for each channel, or for one, whether somebody may be contacted now. */
export async function explainContact(
  core: Core,
  caller: Caller,
  given: string,
  asked: readonly Channel[] = channels,
): Promise<ContactExplanation> {
  mustBeAllowed(caller, 'opt-out.find')
  const { accountId } = caller
  const plan = await planOfAccount(core, accountId)
  const read = given.includes('@') ? { problem: '' } : readNumber(given)
  const number = 'number' in read ? read.number : null
  const addresses: Addresses = { number, email: given.includes('@') ? given : null }
  const answers: ContactExplanation['answers'][number][] = []
  for (const channel of asked) {
    answers.push({ channel, answer: await mayContact(core, accountId, given, channel, core.clock.now()) })
  }
  return {
    number,
    answers,
    optOuts: await optOutsOf(core.store.optOuts, accountId, plan, addresses),
  }
}
