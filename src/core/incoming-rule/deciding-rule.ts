import type { IncomingRule } from './incoming-rule.ts'

/**
 * The rule that decides, of all rules for a caller: one that allows, else one that blocks. Undefined where there is
 * none: the call comes in.
 */
export function decidingRule(rules: readonly IncomingRule[]): IncomingRule | undefined {
  return rules.find(({ verdict }) => verdict === 'allow') ?? rules[0]
}
