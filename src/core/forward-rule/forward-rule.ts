/**
 * Whether calls may be forwarded to outside numbers with a prefix. The longest prefix decides; without a rule they may
 * not. A rule that denies a prefix also stops the calls that extensions make to such numbers.
 */
export interface ForwardRule {
  readonly accountId: number
  /** Digits, or `+` and digits. */
  readonly prefix: string
  readonly allowed: boolean
}
