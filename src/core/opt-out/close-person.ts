import type { NumberPlan } from '../number/number-plan.ts'
import type { Transaction } from '../ports.ts'
import { addressKeys, keysOf, optOutsOf } from './addresses.ts'
import type { OptOutDraft } from './new-opt-out.ts'
import type { OptOut } from './opt-out.ts'

/** An opt-out that was made, or one that closes the person already. */
export interface Closed {
  readonly optOut: OptOut
  readonly isNew: boolean
}

/** Closes a person in a transaction that has locked the account: two who close one number at once come one after the other. */
export async function closePerson(tx: Transaction, plan: NumberPlan, draft: OptOutDraft): Promise<Closed> {
  const { accountId } = draft
  const there = (await optOutsOf(tx.optOuts, accountId, plan, draft)).filter(
    ({ channel }) => channel === 'all' || channel === draft.channel,
  )
  const closed = there.map((each) => keysOf(plan, each))
  const [first] = there
  if (first && addressKeys(plan, draft).every((key) => closed.some((keys) => keys.has(key)))) {
    return { optOut: first, isNew: false }
  }
  const optOut: OptOut = { ...draft, id: await tx.allocate(accountId, 'opt-out', 1) }
  await tx.optOuts.insert(accountId, [optOut])
  return { optOut, isNew: true }
}
