import type { ForwardRule } from './forward-rule.ts'

/** Reads forward rules. */
export interface ForwardRuleReader {
  /** All forward rules of the account, in the order of their prefixes. */
  all(accountId: number): Promise<ForwardRule[]>
}

/** Writes forward rules. */
export interface ForwardRuleWriter {
  /** Reads the rule and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, prefix: string): Promise<ForwardRule | undefined>
  /** Writes the rule, in place of the one for its prefix. */
  put(rule: ForwardRule): Promise<void>
  remove(rule: ForwardRule): Promise<void>
}
