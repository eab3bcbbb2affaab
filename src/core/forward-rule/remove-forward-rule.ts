import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'

/**
 * Takes a rule back: a shorter prefix decides then, or none.
 *
 * @throws Refusal `not_found`.
 */
export function removeForwardRule(core: Core, accountId: number, prefix: string): Promise<void> {
  return core.store.write(operatorOf(accountId), async (tx) => {
    const rule = mustExist(await tx.forwardRules.lock(accountId, prefix), `forward rule as ${prefix}`)
    await tx.forwardRules.remove(rule)
    return {
      answer: undefined,
      change: { noun: 'forward-rule', verb: 'remove', subject: prefix, before: { ...rule }, after: null },
    }
  })
}
