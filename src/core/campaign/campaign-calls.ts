/** A call of a campaign, as the PBX begins it. */
export interface CampaignCall {
  /** The id of the try: the ledger has the call by it. */
  readonly id: string
  /** The campaign's id in hex, for the ledger. */
  readonly campaign: string
  readonly number: string
  readonly trunk: string
  /** The file of the announcement, by the hash that `pbx_sounds` has; empty for none. */
  readonly sound: string
  /** Digits that are waited for at the most; 0 for none. */
  readonly digits: number
  readonly context: string
  readonly text: string
  /** Seconds. */
  readonly ringTime: number
  readonly longest: number
}

/** A call that the PBX has certainly not begun, and will not begin. */
export class NotBegun extends Error {}

/** The calls of campaigns, by the PBX. */
export interface CampaignCalls {
  /**
   * Has the PBX begin a call. Resolves when it has taken it over, before anything rings. While the PBX has a call with this id it
   * begins no other.
   *
   * @throws NotBegun when the PBX refuses, or was not reached.
   * @throws Error when it did not answer: it may have taken the call over.
   */
  begin(call: CampaignCall): Promise<void>
  /**
   * The ids of the calls that the PBX has at present. A call that it has only just taken over may not be among them yet.
   *
   * @throws Error when the PBX cannot be asked.
   */
  present(): Promise<ReadonlySet<string>>
  /**
   * Ends the calls with these ids. Those that are over are no error.
   *
   * @throws Error when the PBX cannot be asked.
   */
  end(ids: readonly string[]): Promise<void>
  /**
   * Has `listener` told the id of each call that is over, at once, and of those that have ended by the time that the PBX is reached
   * again. Whoever stops dialbook in between is not told: the ledger and `present` know.
   */
  onEnded(listener: (id: string) => void): void
}
