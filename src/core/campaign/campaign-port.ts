import type { Page, PageRequest, Sort, TextMatch } from '../page.ts'
import type { CountedTime, EqualTimes } from '../progress/progress.ts'
import type { Campaign, CampaignRef, CampaignState } from './campaign.ts'
import type { Outcome, Run, Target } from './run.ts'

/** The conditions on campaigns. Absent ones hold always. */
export interface CampaignMatch {
  readonly name?: TextMatch
  readonly description?: TextMatch
  /** One of these. */
  readonly states?: readonly CampaignState[]
}

/** The fields by which campaigns can be ordered. */
export type CampaignSortField = 'id' | 'name' | 'createdAt' | 'state' | 'start' | 'end'

/** The conditions on targets. Absent ones hold always. Times are epoch milliseconds. */
export interface TargetMatch {
  readonly campaignId?: number
  readonly repeat?: number
  /** The number, in all its spellings. */
  readonly phones?: readonly string[]
  readonly outcome?: Outcome
  /** Only targets that were first looked at at this time or later, or before this time. */
  readonly since?: number
  readonly until?: number
}

/** Reads campaigns, their runs and the targets of these. */
export interface CampaignReader {
  get(accountId: number, ref: CampaignRef): Promise<Campaign | undefined>
  page(
    accountId: number,
    match: CampaignMatch & { readonly sort: Sort<CampaignSortField> },
    page: PageRequest,
  ): Promise<Page<Campaign>>
  /** Campaigns that play a sound, the newest first. */
  bySound(accountId: number, soundId: number, limit: number): Promise<Campaign[]>
  /** The runs of a campaign, the last one first. */
  runs(accountId: number, campaignId: number): Promise<Run[]>
  /** A page of targets with their tries, the newest first unless `descending` is false. */
  targets(
    accountId: number,
    match: TargetMatch & { readonly descending?: boolean },
    page: PageRequest,
  ): Promise<Page<Target>>
  /** Targets with ids above `after`, in the order of their ids: a page far behind costs no more than the first. */
  targetsAfter(
    accountId: number,
    match: TargetMatch,
    page: { readonly after: number; readonly limit: number },
  ): Promise<Target[]>
  /**
   * How many targets of a run were done in each of some equal times, by their ends; `skipped` for those that were not called. It reads
   * all of them, where nobody else waits for it.
   */
  progress(
    run: Pick<Run, 'accountId' | 'campaignId' | 'repeat'>,
    times: EqualTimes,
  ): Promise<CountedTime<Outcome | 'skipped'>[]>
}

/** Writes campaigns. What becomes of their targets is no change to the book: see `DialLog`. */
export interface CampaignWriter {
  /** Reads the campaign and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, ref: CampaignRef): Promise<Campaign | undefined>
  /** A campaign that calls by this trunk manager. */
  byTrunkManager(accountId: number, trunkManagerId: number): Promise<Campaign | undefined>
  insert(campaign: Campaign): Promise<void>
  /** Writes all fields. */
  update(campaign: Campaign): Promise<void>
  /** Removes the campaign. An undo brings it back with its runs and their targets, as long as the change is kept. */
  remove(campaign: Campaign): Promise<void>
  /** Begins a run of these lists. */
  insertRun(run: Run): Promise<void>
  /** Ends the campaign's last run. */
  endRun(campaign: Campaign, at: number): Promise<void>
}
