import type { Core } from '../core.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import { readNumber } from '../number/read-number.ts'
import { contactChecks } from '../opt-out/contact-checks.ts'
import type { LookedAt } from './dial-log.ts'

/** What a number is compared by, and whether it may be called at a time. What is no number has a key that no number has. */
export async function lookAtNumbers(
  core: Core,
  accountId: number,
  phones: readonly string[],
  { plan, at }: { readonly plan: NumberPlan; readonly at: number },
): Promise<LookedAt[]> {
  const checks = await contactChecks(core, accountId, { channel: 'calls', at })
  const answers = await checks.of(phones)
  return phones.map((phone, index): LookedAt => {
    const read = readNumber(phone)
    if ('problem' in read) return { phone, key: `?${phone}`, skipped: 'not_a_number' }
    const answer = answers[index]
    return { phone, key: plan.keyOf(read.number), skipped: !answer || answer.may ? '' : answer.reason.code }
  })
}

/** The number that the PBX is given for a phone of a list. */
export function dialled(phone: string): string {
  const read = readNumber(phone)
  return 'number' in read ? read.number : phone
}
