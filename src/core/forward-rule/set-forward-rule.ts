import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'
import type { ForwardRule } from './forward-rule.ts'

/** Allows or denies forwards to numbers with a prefix, in place of what was said of it before. */
export function setForwardRule(core: Core, rule: ForwardRule): Promise<ForwardRule> {
  return core.store.write(operatorOf(rule.accountId), async (tx) => {
    const before = await tx.forwardRules.lock(rule.accountId, rule.prefix)
    await tx.forwardRules.put(rule)
    return {
      answer: rule,
      change: {
        noun: 'forward-rule',
        verb: before ? 'update' : 'add',
        subject: rule.prefix,
        before: before ? { ...before } : null,
        after: { ...rule },
      },
    }
  })
}
