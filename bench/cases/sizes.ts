import type { BookName } from '../books.ts'
import type { BenchRequest } from '../request.ts'
import type { EngineName } from '../subject.ts'
import { always } from './calls.ts'
import { bothEngines, type RequestCase } from './case.ts'

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

/** A request that one client sends to a book of that size, over and over. */
export function caseAt(
  { book, label, engines, isLong }: Size,
  name: string,
  title: string,
  request: BenchRequest,
  rest: Pick<RequestCase, 'table' | 'ratio' | 'others'>,
): RequestCase {
  return {
    kind: 'requests',
    name: `${name}@${label}`,
    title: `${title}, ${label} groups`,
    book,
    engines,
    ...(isLong && { isLong }),
    connections: 1,
    ...rest,
    prepare: async () => always(request),
  }
}
