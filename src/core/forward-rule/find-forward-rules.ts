import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { ForwardRule } from './forward-rule.ts'

/** The account's forward rules, in the order of their prefixes. */
export function findForwardRules(core: Core, caller: Caller): Promise<ForwardRule[]> {
  mustBeAllowed(caller, 'forward-rule.find')
  return core.store.forwardRules.all(caller.accountId)
}
