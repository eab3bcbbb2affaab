import type { Difference, PbxView } from './pbx-view.ts'

/** What a PBX tells of itself. */
export interface PbxReport {
  readonly version: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** The numbers that have a registration, and those that are in a call, in order. */
  readonly registered: readonly string[]
  readonly busy: readonly string[]
}

/** The PBX, as far as it does not read the book by itself. */
export interface Pbx {
  /** Whether it answers now. */
  isConnected(): boolean
  /**
   * Ends every registration of the number; resolves when the PBX knows none any more.
   *
   * @throws Error when the PBX cannot be asked.
   */
  dropRegistrations(number: string): Promise<void>
  /** @throws Error when the PBX cannot be asked. */
  report(): Promise<PbxReport>
  /**
   * Where it is not as this, which should be all that it has.
   *
   * @throws Error when the PBX cannot be asked.
   */
  compare(wanted: PbxView): Promise<Difference[]>
  close(): Promise<void>
}
