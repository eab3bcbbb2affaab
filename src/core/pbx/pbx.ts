import type { Dialer } from '../call/dialer.ts'
import type { MissedCall } from '../call/missed-call.ts'
import type { CampaignCalls } from '../campaign/campaign-calls.ts'
import type { HoldMusicSource } from './hold-music.ts'
import type { LiveCall } from './live-call.ts'
import type { Difference, PbxView } from './pbx-view.ts'

/** The report of a PBX on itself. */
export interface PbxReport {
  readonly version: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** The numbers that have a registration, and the numbers that are in a call, each in order. */
  readonly registered: readonly string[]
  readonly busy: readonly string[]
  /** The numbers with `qualify` whose phones do not answer, in order. */
  readonly unreachable: readonly string[]
}

/** How many extensions answer the questions that `qualify` has the PBX send, and how many do not. */
export interface Reachability {
  readonly reachable: number
  readonly unreachable: number
}

/** The PBX, as far as it does not read the book by itself. */
export interface Pbx extends Dialer, HoldMusicSource {
  /** The calls of campaigns. */
  readonly campaignCalls: CampaignCalls
  /** Whether the PBX answers now. */
  isConnected(): boolean
  /**
   * Ends every registration of the number. Resolves when the PBX knows none any more.
   *
   * @throws Error when the PBX cannot be asked.
   */
  dropRegistrations(number: string): Promise<void>
  /**
   * Ends every call of the number.
   *
   * @throws Error when the PBX cannot be asked.
   */
  endCalls(number: string): Promise<void>
  /**
   * Takes the missed calls that the PBX has noted. A note goes when `keep` has kept its call.
   *
   * @throws Error when the PBX cannot be asked.
   */
  takeMissedCalls(keep: (calls: readonly MissedCall[]) => Promise<void>): Promise<void>
  /** How many extensions with `qualify` answer now. */
  reachability(): Reachability
  /** @throws Error when the PBX cannot be asked. */
  report(): Promise<PbxReport>
  /**
   * The calls that go on.
   *
   * @throws Error when the PBX cannot be asked.
   */
  calls(): Promise<readonly LiveCall[]>
  /**
   * Every difference between the PBX and `wanted`, which should be all that it has of the book.
   *
   * @throws Error when the PBX cannot be asked.
   */
  compare(wanted: PbxView): Promise<Difference[]>
  /**
   * What the PBX says of the registrations of the trunks, by their names: `Registered`, `Rejected`. It begins those that are
   * new in the book.
   *
   * @throws Error when the PBX cannot be asked.
   */
  trunkRegistrations(): Promise<ReadonlyMap<string, string>>
  /**
   * Has the PBX end the registrations of trunks that the book does not have any more, and those of these names begin anew.
   *
   * @throws Error when the PBX cannot be asked.
   */
  renewTrunks(names: readonly string[]): Promise<void>
  close(): Promise<void>
}
