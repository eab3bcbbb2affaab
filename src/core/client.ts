/** The client for which something is read. */
export interface Client {
  readonly accountId: number
  /** Whether it waits no longer for the answer. */
  readonly isGone: () => boolean
}
