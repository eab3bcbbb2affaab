import type { BookName } from '../books.ts'
import type { Next } from '../load.ts'
import type { EngineName } from '../subject.ts'

/** The tables of docs/performance.md in which cases have rows. */
export type TableName = 'updates' | 'searches' | 'pages' | 'phones' | 'long' | 'commands'

interface AnyCase {
  readonly name: string
  readonly title: string
  readonly table: TableName
  readonly book: BookName
  readonly engines: readonly EngineName[]
  /** Whether only `--full`, or its name, runs the case. */
  readonly isLong?: boolean
}

/** A request that is sent over and over. */
export interface RequestCase extends AnyCase {
  readonly kind: 'requests'
  readonly connections: number
  /** The ratio to the bare server: of requests a second, of time, or none where nothing is to be parsed. */
  readonly ratio: 'rate' | 'time' | null
  /** The ratio that must be reached: at least for a rate, at most for a time. */
  readonly goal?: number
  /** Clients that send the request at once, while another account's small update is timed. */
  readonly others?: readonly number[]
  /** Requests of a connection in a round, where there are no more. */
  readonly atMost?: number
  /** Whether a server asks that only finds the groups of a number. */
  readonly finds?: boolean
  /** The line of a plot that the case is a point of, and its place there. */
  readonly series?: { readonly name: string; readonly size: number }
  /** Makes the things that the requests need. */
  prepare(url: string): Promise<Next>
}

/** A command of the command line, beside a server on the same book. */
export interface CommandCase extends AnyCase {
  readonly kind: 'commands'
  /** The lines or numbers of a run, for lines a second. */
  readonly lines: number
  /** The arguments of the run of a round. Rounds differ where a repeated command would have nothing to do. */
  prepare(round: number): Promise<readonly string[]>
}

export type BenchCase = RequestCase | CommandCase

export const bothEngines: readonly EngineName[] = ['SQLite', 'PostgreSQL']
