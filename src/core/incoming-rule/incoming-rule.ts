import type { TextMatch } from '../page.ts'

/** Whether a caller is kept out, or let in whatever else keeps the number out. */
export type Verdict = 'block' | 'allow'

/**
 * Whether calls from a number may come in by a trunk. A call that no rule is for comes in. A number that is both blocked
 * and allowed is allowed. The rule is for every spelling of the number in the account's country. Times are epoch
 * milliseconds.
 */
export interface IncomingRule {
  readonly accountId: number
  readonly id: number
  readonly hexId: string
  readonly verdict: Verdict
  /** The number as `readNumber` gives it. */
  readonly number: string
  /** The categories of an allowed number; a blocked one has none. */
  readonly labels: readonly string[]
  readonly comment: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** A rule by its id, and by its verdict where only rules of that verdict are meant. */
export type IncomingRuleRef = { readonly id: number } | { readonly hexId: string; readonly verdict: Verdict }

/** The fields that a write may give a rule. An absent field keeps its value. `number` is as `readNumber` gives it. */
export interface IncomingRuleFields {
  readonly number?: string
  readonly labels?: readonly string[]
  readonly comment?: string
}

/** The rules to find. */
export interface IncomingRuleQuery {
  readonly verdict?: Verdict
  readonly number?: TextMatch
}
