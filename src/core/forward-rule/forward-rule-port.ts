import type { ForwardRule } from './forward-rule.ts'

/** Reads the rules for forwards. */
export interface ForwardRuleReader {
  /** All of the account, in the order of their prefixes. */
  all(accountId: number): Promise<ForwardRule[]>
}

/** Writes the rules for forwards. */
export interface ForwardRuleWriter {
  /** Reads the rule and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, prefix: string): Promise<ForwardRule | undefined>
  /** Writes the rule, in place of the one for its prefix. */
  put(rule: ForwardRule): Promise<void>
  remove(rule: ForwardRule): Promise<void>
}
