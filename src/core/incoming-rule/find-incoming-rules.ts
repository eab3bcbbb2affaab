import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { cleanCharacters } from '../number/clean-characters.ts'
import { readNumber } from '../number/read-number.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { IncomingRule, IncomingRuleQuery } from './incoming-rule.ts'

/**
 * The account's incoming rules that match, in the order in which they were added. A number that is not to be found as a
 * part of others is found in every spelling.
 */
export async function findIncomingRules(
  core: Core,
  caller: Caller,
  { verdict, number }: IncomingRuleQuery,
): Promise<IncomingRule[]> {
  mustBeAllowed(caller, 'incoming-rule.find')
  const { incomingRules } = core.store
  if (number?.alike === false) {
    const read = readNumber(number.text)
    const found = 'number' in read ? await incomingRules.ofCaller(caller.accountId, read.number) : []
    return found.filter((rule) => verdict === undefined || rule.verdict === verdict)
  }
  return incomingRules.find(caller.accountId, {
    ...(verdict && { verdict }),
    ...(number && { number: { ...number, text: cleanCharacters(number.text) } }),
  })
}
