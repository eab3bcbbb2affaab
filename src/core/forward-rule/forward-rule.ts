/** Whether calls may be forwarded to outside numbers with a prefix. The longest prefix decides; none is a no. */
export interface ForwardRule {
  readonly accountId: number
  /** Digits, or `+` and digits. */
  readonly prefix: string
  readonly allowed: boolean
}
