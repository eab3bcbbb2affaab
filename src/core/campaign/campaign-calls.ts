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

/** The calls of campaigns, by the PBX. */
export interface CampaignCalls {
  /**
   * Has the PBX begin a call. Resolves when it has taken it over, before anything rings.
   *
   * @throws Error when the PBX cannot be asked, or did not answer: it may have taken the call over.
   */
  begin(call: CampaignCall): Promise<void>
  /**
   * The ids of the calls that the PBX has at present.
   *
   * @throws Error when the PBX cannot be asked.
   */
  present(): Promise<ReadonlySet<string>>
  /** Ends the calls with these ids. */
  end(ids: readonly string[]): Promise<void>
}
