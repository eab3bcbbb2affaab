import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/**
 * Removes a forward rule. From then on a shorter prefix decides, or none.
 *
 * @throws Refusal `not_found`.
 */
export function removeForwardRule(core: Core, caller: Caller, prefix: string): Promise<void> {
  mustBeAllowed(caller, 'forward-rule.remove')
  return core.store.write(authorOf(caller), async (tx) => {
    const rule = mustExist(await tx.forwardRules.lock(caller.accountId, prefix), `forward rule as ${prefix}`)
    await tx.forwardRules.remove(rule)
    return {
      answer: undefined,
      change: { noun: 'forward-rule', verb: 'remove', subject: prefix, before: { ...rule }, after: null },
    }
  })
}
