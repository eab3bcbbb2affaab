import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { IncomingRule } from './incoming-rule.ts'

/** The most incoming rules in one page. */
export const incomingRulesAtMost = 1000

/** Some rules in the order of their ids. `next` is the `after` of the next page; `null` when there is none. */
export interface IncomingRulePage {
  readonly rules: readonly IncomingRule[]
  readonly next: number | null
}

/**
 * A page of the account's incoming rules: at most `limit` with ids above `after`.
 *
 * @throws Refusal `invalid_value` of `limit` when it is not from 1 to {@link incomingRulesAtMost}.
 */
export async function findIncomingRulePage(
  core: Core,
  caller: Caller,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<IncomingRulePage> {
  mustBeAllowed(caller, 'incoming-rule.find')
  if (!(limit >= 1 && limit <= incomingRulesAtMost)) {
    throw new Refusal('invalid_value', `the limit must be from 1 to ${incomingRulesAtMost}`, 'limit')
  }
  const found = await core.store.incomingRules.page(caller.accountId, { after, limit: limit + 1 })
  const rules = found.slice(0, limit)
  return { rules, next: found.length > limit ? (rules.at(-1)?.id ?? null) : null }
}
