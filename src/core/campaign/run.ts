/** The end of a try, and of a target with its last try. `lost` is one of which nobody can say what became of it. */
export type Outcome = 'answered' | 'busy' | 'no-answer' | 'failed' | 'lost'

/** Every end of a try. The book keeps an outcome by its place here. */
export const outcomes: readonly Outcome[] = ['answered', 'busy', 'no-answer', 'failed', 'lost']

/**
 * The counts of a run. Each number of its lists is counted in exactly one of `answered` to `lost`, `skipped`, `repeated`, `calling`,
 * `waiting` and `left`, so that these add up to `size` at every moment.
 */
export interface RunCounts extends Readonly<Record<Outcome, number>> {
  /** Entries of all lists, as often as they stand there. */
  readonly size: number
  /** Not called, for a reason that the target has. */
  readonly skipped: number
  /** Another spelling, or another place, of a number that the run has already. */
  readonly repeated: number
  readonly calling: number
  /** Tried, and to be tried again. */
  readonly waiting: number
  /** Not looked at yet. */
  readonly left: number
  readonly tries: number
  /** Milliseconds of all tries together: of talk, and up to the answer or the end. */
  readonly talk: number
  readonly wait: number
}

/** A run of a campaign: the lists as they were when it began, how far they are called, and the counts. */
export interface Run {
  readonly accountId: number
  readonly campaignId: number
  /** 1 for the first run of the campaign. */
  readonly repeat: number
  /** The lists that are called, in their order. */
  readonly listIds: readonly string[]
  /** The account's country as it was then: by its plan the spellings of a number are one. */
  readonly country: string | null
  /** The next number: a list by its index in `listIds`, and the index of the entry in it. */
  readonly next: { readonly list: number; readonly entry: number }
  readonly counts: RunCounts
  readonly startedAt: number
  readonly endedAt: number | null
}

/** A number of a run that the dialler has come to. */
export interface Target {
  readonly accountId: number
  /** Ascends in the order in which the account's targets were first looked at. */
  readonly id: number
  readonly campaignId: number
  readonly repeat: number
  readonly phone: string
  readonly state: 'calling' | 'waiting' | 'done'
  /** The end of the last try; `null` before one has ended, and for a skipped one. */
  readonly outcome: Outcome | null
  /** Why it was not called, or not again: `opted_out`, `not_a_number`, `contact_limit`; empty where nothing kept it from that. */
  readonly skipped: string
  /** When it is to be tried again; `null` unless it waits. */
  readonly dueAt: number | null
  readonly firstAt: number
  readonly lastAt: number
  /** Milliseconds, of the last try. */
  readonly talk: number
  readonly wait: number
  /** What was pressed in the last try. */
  readonly digits: string
  readonly tries: readonly Try[]
}

/** A call of a target. */
export interface Try {
  /** 1 for the first try of the target. */
  readonly place: number
  /** The id that the ledger has the call by (`CallRecord.originateId`). */
  readonly callId: string
  readonly startedAt: number
  readonly endedAt: number | null
  readonly outcome: Outcome | null
  /** The cause by Q.850; `null` where none is known. */
  readonly cause: number | null
  readonly talk: number
  readonly wait: number
}
