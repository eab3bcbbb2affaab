import type { IncomingRule, IncomingRuleQuery, IncomingRuleRef } from './incoming-rule.ts'

/** Reads incoming rules. */
export interface IncomingRuleReader {
  /** All rules that match, in the order of their ids. */
  find(accountId: number, query: IncomingRuleQuery): Promise<IncomingRule[]>
  /** At most `limit` rules with ids above `after`, in the order of their ids. */
  page(accountId: number, page: { readonly after: number; readonly limit: number }): Promise<IncomingRule[]>
  /** The rules for a caller who shows this spelling of the number, in the order of their ids. */
  ofCaller(accountId: number, number: string): Promise<IncomingRule[]>
}

/**
 * Writes incoming rules. The PBX compares what a caller shows with spellings, which are therefore written with each
 * rule. The account's row must be locked before: its country decides which spellings there are.
 */
export interface IncomingRuleWriter extends Pick<IncomingRuleReader, 'ofCaller'> {
  all(accountId: number): Promise<IncomingRule[]>
  get(accountId: number, ref: IncomingRuleRef): Promise<IncomingRule | undefined>
  insert(rule: IncomingRule, spellings: readonly string[]): Promise<void>
  update(rule: IncomingRule, spellings: readonly string[]): Promise<void>
  /** Writes other spellings of a rule that stays as it is. */
  spell(rule: IncomingRule, spellings: readonly string[]): Promise<void>
  remove(rule: IncomingRule): Promise<void>
}
