import type { Campaign } from '../campaign/campaign.ts'
import type { Run } from '../campaign/run.ts'
import type { TryEnd } from '../campaign/settle-try.ts'

/** A campaign that runs, and its run. */
export interface RunningCampaign {
  readonly campaign: Campaign
  readonly run: Run
  /** The file of its announcement, by its SHA-256; empty for none, `null` where the announcement is gone. */
  readonly sound: string | null
}

/** A number of a run's lists, and what the dialler has decided of it. */
export interface LookedAt {
  readonly phone: string
  /** The number as it is compared. */
  readonly key: string
  /** Why it is not called; empty where it is. */
  readonly skipped: string
}

/** A target that waits, and whose time has come. */
export interface DueTarget {
  readonly id: number
  readonly phone: string
  /** The tries that it has had. */
  readonly tries: number
}

/** What the dialler does next for a run, as one. */
export interface DialStep {
  /** The run, with the next number as the dialler knows it. */
  readonly run: Pick<Run, 'accountId' | 'campaignId' | 'repeat' | 'next'>
  /** The numbers from there on, in their order, and the next one behind them. */
  readonly looked: readonly LookedAt[]
  readonly next: Run['next']
  /** Targets that are called again, and why one is not after all; empty where it is. */
  readonly again: readonly { readonly target: DueTarget; readonly skipped: string }[]
  /** The time, in epoch milliseconds. */
  readonly at: number
  /** The microseconds of the ids of the calls: one for each number that may be called. */
  readonly calls: readonly number[]
}

/** A try that is in the book, and that the PBX has not been asked for yet. */
export interface BegunTry {
  readonly callId: string
  readonly phone: string
}

/** A try without an end. */
export interface OpenTry {
  readonly callId: string
  readonly campaignId: number
  /** The trunk manager of the campaign; `null` for a campaign that is gone. */
  readonly trunkManagerId: number | null
  /** The extension that whoever answers is connected to; empty for none. */
  readonly agent: string
  /** Whether the campaign was stopped, or is gone. */
  readonly isStopped: boolean
  readonly startedAt: number
  /** Milliseconds that its call may ring and talk, by the campaign. */
  readonly longest: number
}

/** An opt-out that was pressed, and is not written yet. */
export interface PressedOptOut {
  readonly targetId: number
  readonly phone: string
  readonly campaignName: string
}

/** A reason that the dialler finds by the PBX: the dialplan lacks where answered calls go on, or the extension there is not free. */
export type FoundIdle = 'no_place' | 'agent_busy'

/** What the dialler last said of itself. */
export interface DiallerReport {
  readonly seenAt: number
  /** Why nothing can be called at present; empty where nothing is in the way. */
  readonly problem: string
  /** Campaigns none of whose calls begins, by their ids. */
  readonly idle: Readonly<Record<number, FoundIdle>>
}

/**
 * What the dialler does. As the ledger, it is no change to the book and cannot be undone: each write is a transaction of its own.
 */
export interface DialLog {
  /** The campaigns of an account that run, with their runs, in the order of their ids. */
  running(accountId: number): Promise<RunningCampaign[]>
  /** The campaigns that wait for a start that has come by then. */
  toBegin(accountId: number, at: number): Promise<Campaign[]>
  /** Targets of a run that are due at a time, the longest due first. */
  due(run: Pick<Run, 'accountId' | 'campaignId' | 'repeat'>, at: number, limit: number): Promise<DueTarget[]>
  /** When the next target of a run is due; undefined where none waits. */
  nextDue(run: Pick<Run, 'accountId' | 'campaignId' | 'repeat'>): Promise<number | undefined>
  /**
   * Writes targets and tries, all or nothing, and moves the run on. A number that the run has already is counted as repeated, and
   * not called. Returns the tries in the order of `calls`; undefined where the campaign does not run any more, or somebody else has
   * moved the run.
   */
  step(step: DialStep): Promise<readonly BegunTry[] | undefined>
  /** The tries without an end. */
  openTries(accountId: number): Promise<OpenTry[]>
  /** Ends tries that the ledger has not ended by now. */
  end(accountId: number, callIds: readonly string[], end: TryEnd): Promise<void>
  pressed(accountId: number, limit: number): Promise<PressedOptOut[]>
  /** Notes that opt-outs that were pressed are written. */
  closed(accountId: number, targetIds: readonly number[]): Promise<void>
  report(accountId: number): Promise<DiallerReport | undefined>
  say(accountId: number, report: DiallerReport): Promise<void>
}
