/** Groups that the index has found. */
export interface FoundGroups {
  readonly count: number
  /** Their ids as the engine takes them in one parameter. */
  readonly list: string
  /** Whether all of them pass the test, for sure. */
  readonly isExact: boolean
}
