import type { Core } from '../core.ts'
import { contactChecks, type MayContact } from './contact-checks.ts'
import type { Channel } from './opt-out.ts'

/**
 * Whether somebody of the account may be contacted: yes, or no with exactly one reason. It is the one question that
 * everything that dials or writes asks, right before it does. `given` is a number in any spelling, or an e-mail
 * address; what cannot be read as either may not be contacted. `at` is the time of the contact in epoch milliseconds. With
 * `onlyOptOuts` the operator's rules for the server's own contacts are left out: a person makes it.
 */
export async function mayContact(
  core: Core,
  accountId: number,
  given: string,
  channel: Channel,
  at: number,
  onlyOptOuts = false,
): Promise<MayContact> {
  const checks = await contactChecks(core, accountId, { channel, at, onlyOptOuts })
  const [answer] = await checks.of([given])
  return answer as MayContact
}
