/** The way of a call: between extensions, into the house, or out of it. */
export type CallWay = 'local' | 'incoming' | 'outgoing'

/** Every way of a call. */
export const callWays: readonly CallWay[] = ['local', 'incoming', 'outgoing']

/** The end of a call. One that failed reached nobody who could have answered. */
export type Disposition = 'ANSWERED' | 'NO ANSWER' | 'BUSY' | 'FAILED'

/** Every end of a call. */
export const dispositions: readonly Disposition[] = ['ANSWERED', 'NO ANSWER', 'BUSY', 'FAILED']

/**
 * What the ledger cannot know of a call.
 *
 * - `end`: the PBX died before the call ended; the end is the last that was heard of it.
 * - `gap`: lines of the spool were damaged while the call was open, as by a full disk.
 * - `begin`: the spool does not have the beginning of the call.
 */
export type Doubt = 'end' | 'gap' | 'begin'

/** A phone, or a line of a trunk, in a call. Times are epoch microseconds, here and below. */
export interface CallLeg {
  readonly channel: string
  /** The extension, or the number outside. */
  readonly party: string
  /** The trunk of a number outside; empty for an extension. */
  readonly trunk: string
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly endedAt: number
  /** The cause of its end, by Q.850; 0 where none is known. */
  readonly cause: number
}

/** Two parties that were connected, and could hear each other. */
export interface CallTalk {
  readonly one: string
  readonly other: string
  readonly from: number
  readonly until: number
}

/** A forward, a pickup or a transfer in a call. */
export interface CallStep {
  readonly kind: 'forward' | 'pickup' | 'blind-transfer' | 'attended-transfer'
  readonly at: number
  /** Who forwarded, was called, or transferred. */
  readonly by: string
  /** Who was to be talked to from then on. */
  readonly to: string
  /** The condition of a forward: busy, no_answer, unavailable or always. */
  readonly why?: string
}

/** A call that is over, as the PBX's own events tell of it. */
export interface CallRecord {
  /** The PBX's id of the call. It is the one of its first channel. */
  readonly callId: string
  /** The extension or the number that called. */
  readonly from: string
  /** The number that was called. */
  readonly to: string
  /** The party that talked with the caller, or with whoever took the caller's place; empty where nobody did. */
  readonly taker: string
  readonly way: CallWay
  /** The trunk by which the call came in; empty where it did not. */
  readonly entry: string
  /** The trunk by which it went out; empty where it did not. */
  readonly exit: string
  /** The way through the inbound route, its kind and its branches: `extension`, or `schedule/open/announcement/then/all`. */
  readonly route: string
  /** The id that dialbook gave a call that it began. */
  readonly originateId: string
  /** The id of the campaign that the call belongs to, in hex; empty for none. */
  readonly campaign: string
  /** What the called side of a campaign's call has pressed. */
  readonly digits: string
  /** The file of the recording; empty where there is none. */
  readonly recording: string
  readonly disposition: Disposition
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly endedAt: number
  readonly legs: readonly CallLeg[]
  readonly talks: readonly CallTalk[]
  readonly steps: readonly CallStep[]
  readonly doubts: readonly Doubt[]
}

/** A call in the ledger of an account. */
export interface LedgerCall extends CallRecord {
  readonly accountId: number
  /** Calls are numbered as they end. */
  readonly id: number
}

/** The cause, by Q.850, of the end of the line to the number of a campaign's call; 0 where none is known. */
export function causeOf({ legs }: Pick<CallRecord, 'legs'>): number {
  const lines = legs.filter(({ trunk }) => trunk !== '')
  return (lines.find(({ answeredAt }) => answeredAt !== null) ?? lines.at(-1))?.cause ?? 0
}

/** The extensions and numbers that a call rang at, came from, or talked. */
export function partiesOf({ from, to, legs }: CallRecord): string[] {
  const all = [from, to, ...legs.map(({ party }) => party)]
  return [...new Set(all.filter((party) => party !== ''))]
}

/** The trunks of a call. */
export function trunksOf({ entry, exit }: Pick<CallRecord, 'entry' | 'exit'>): string[] {
  return [...new Set([entry, exit].filter((trunk) => trunk !== ''))]
}

/** Whoever took the call; the number that was called where nobody did, and where it is one outside. */
export function destinationOf(call: Pick<CallRecord, 'taker' | 'to' | 'way' | 'steps'>): string {
  const isPlainOutgoing = call.way === 'outgoing' && call.steps.length === 0
  return isPlainOutgoing ? call.to : call.taker || call.to
}
