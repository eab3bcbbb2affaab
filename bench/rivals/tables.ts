import { short } from '../print.ts'
import type { Kept } from '../results.ts'
import { tableOf } from '../tables.ts'
import type { RivalRow } from './run-rivals.ts'
import type { ServersRow } from './run-servers.ts'

export function rivalsTable(rows: readonly Kept<RivalRow>[]): string {
  return tableOf(
    {
      program: (row) => row.case,
      'updates a second': ({ perSecond }) => short(perSecond),
      'cpu µs': ({ cpu }) => short(cpu),
      'p50, p99 ms': ({ p50, p99 }) => `${short(p50)}, ${short(p99)}`,
      'peak MiB': ({ memoryPeak }) => short(memoryPeak),
      'an answer means': ({ durable }) => durable,
    },
    rows,
  )
}

export function serversTable(rows: readonly Kept<ServersRow>[]): string {
  const one = rows[0]
  const toOne = (rate: number, ofOne: number | undefined): string => (ofOne ? short(rate / ofOne) : '')
  return tableOf(
    {
      servers: (row) => row.case,
      'updates a second': ({ updates }) => short(updates.perSecond),
      'to one server': ({ updates }) => toOne(updates.perSecond, one?.updates.perSecond),
      'cpu µs of an update': ({ updates }) => short(updates.cpu),
      'search pages a second': ({ reads }) => short(reads.perSecond),
      'to one': ({ reads }) => toOne(reads.perSecond, one?.reads.perSecond),
      'cpu µs of a page': ({ reads }) => short(reads.cpu),
    },
    rows,
  )
}
