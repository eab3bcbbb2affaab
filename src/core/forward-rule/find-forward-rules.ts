import type { Core } from '../core.ts'
import type { ForwardRule } from './forward-rule.ts'

/** The account's rules for forwards, in the order of their prefixes. */
export function findForwardRules(core: Core, accountId: number): Promise<ForwardRule[]> {
  return core.store.forwardRules.all(accountId)
}
