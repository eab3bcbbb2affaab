/** How far a call has come: it rings, somebody hears an announcement or waits, or people talk. */
export type LiveCallState = 'ringing' | 'listening' | 'talking'

/** A call that goes on, as the PBX tells of it. */
export interface LiveCall {
  /** The PBX's id of the call; of a campaign's call that of its try. */
  readonly id: string
  /** The extension or the number that calls; empty where dialbook does. */
  readonly from: string
  /** The extensions and numbers that it rings at or that are in it, beside the caller. */
  readonly to: readonly string[]
  /** The trunks by which it comes in or goes out. */
  readonly trunks: readonly string[]
  readonly state: LiveCallState
  /** Epoch milliseconds; `null` where the PBX does not tell. */
  readonly startedAt: number | null
}
