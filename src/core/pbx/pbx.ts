import type { Dialer } from '../call/dialer.ts'
import type { Difference, PbxView } from './pbx-view.ts'

/** The report of a PBX on itself. */
export interface PbxReport {
  readonly version: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** The numbers that have a registration, and the numbers that are in a call, each in order. */
  readonly registered: readonly string[]
  readonly busy: readonly string[]
}

/** The PBX, as far as it does not read the book by itself. */
export interface Pbx extends Dialer {
  /** Whether the PBX answers now. */
  isConnected(): boolean
  /**
   * Ends every registration of the number. Resolves when the PBX knows none any more.
   *
   * @throws Error when the PBX cannot be asked.
   */
  dropRegistrations(number: string): Promise<void>
  /** @throws Error when the PBX cannot be asked. */
  report(): Promise<PbxReport>
  /**
   * Every difference between the PBX and `wanted`, which should be all that it has of the book.
   *
   * @throws Error when the PBX cannot be asked.
   */
  compare(wanted: PbxView): Promise<Difference[]>
  close(): Promise<void>
}
