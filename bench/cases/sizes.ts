import type { BookName } from '../books.ts'
import type { EngineName } from '../subject.ts'
import { bothEngines } from './case.ts'

/** A book of groups, the engines on which a case has it, and whether only `--full` does. */
export interface Size {
  readonly book: BookName
  readonly size: number
  readonly label: string
  readonly engines: readonly EngineName[]
  readonly isLong?: boolean
}

/** The books in which the same request is measured, for the plot. */
export const sizes: readonly Size[] = [
  { book: 'groups-1', size: 1, label: '1', engines: ['SQLite'] },
  { book: 'groups-100', size: 100, label: '100', engines: bothEngines },
  { book: 'groups-10k', size: 10_000, label: '10k', engines: bothEngines },
]

/** The largest books: filling PostgreSQL with a million groups takes a minute, so that it is left to `--full`. */
export const largest: readonly Size[] = [
  { book: 'groups-1m', size: 1_000_000, label: '1m', engines: ['SQLite'] },
  { book: 'groups-100k', size: 100_000, label: '100k', engines: ['PostgreSQL'] },
  { book: 'groups-1m', size: 1_000_000, label: '1m', engines: ['PostgreSQL'], isLong: true },
]
