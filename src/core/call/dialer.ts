/** A call as the PBX begins it: it rings the caller first, and the callee once the caller has answered. */
export interface PlacedCall {
  /** The id that the ledger and events tell it by. */
  readonly id: string
  readonly caller: Party
  readonly callee: Party
  /** The number that the callee is shown. */
  readonly shown: string
  /** The context of the dialplan in which the callee is called. */
  readonly context: string
  /** Seconds that the caller is rung for. */
  readonly ringTime: number
  /** Seconds after which the call ends, from the caller's answer; `null` for no end. */
  readonly longest: number | null
}

/** One side of a call. */
export interface Party {
  readonly number: string
  /** The trunk by which an outside number is called, or `*` for the trunks in their order; `null` for an extension. */
  readonly trunk: string | null
}

/** Begins calls, by the PBX. */
export interface Dialer {
  /**
   * Whether the dialplan has a context, and an extension in it, where one is asked for.
   *
   * @throws Error when the PBX cannot be asked.
   */
  knowsContext(context: string, extension?: string): Promise<boolean>
  /**
   * Resolves when the PBX has taken the call over, before anything rings.
   *
   * @throws Error when the PBX cannot be asked.
   */
  dial(call: PlacedCall): Promise<void>
}

/** The dialer of a book that no PBX reads. */
export const noDialer: Dialer = { knowsContext: refuse, dial: refuse }

function refuse(): Promise<never> {
  return Promise.reject(new Error('there is no PBX: name one with --pbx'))
}
