import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { ForwardRule } from './forward-rule.ts'

/** Allows or denies forwards to numbers with a prefix. The rule takes the place of the one that the prefix had. */
export function setForwardRule(
  core: Core,
  caller: Caller,
  wanted: Omit<ForwardRule, 'accountId'>,
): Promise<ForwardRule> {
  mustBeAllowed(caller, 'forward-rule.set')
  const rule: ForwardRule = { ...wanted, accountId: caller.accountId }
  return core.store.write(authorOf(caller), async (tx) => {
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
