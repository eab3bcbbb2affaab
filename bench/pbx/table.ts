import { short } from '../print.ts'
import type { Kept } from '../results.ts'
import { tableOf } from '../tables.ts'
import type { PbxRow } from './pbx.ts'

export function pbxTable(rows: readonly Kept<PbxRow>[]): string {
  const times = ({ median, p99 }: { median: number; p99: number }): string => `${short(median)}, ${short(p99)}`
  return tableOf(
    {
      extensions: ({ extensions }) => short(extensions),
      'from the start of Asterisk to the first registration, s': ({ secondsToUsable }) => short(secondsToUsable),
      'its memory then, and after 1,000 registrations, MiB': (row) =>
        `${row.memoryAfterStart}, ${row.memoryAfterRegistrations}`,
      'a registration, p50, p99 ms': ({ registration }) => times(registration),
      'registrations a second, 16 at once': ({ registrationsPerSecond }) => short(registrationsPerSecond),
      'a new secret, answered': ({ changeAnswered }) => times(changeAnswered),
      'and in force': ({ changeInForce }) => times(changeInForce),
      'a new extension, registered': ({ added }) => times(added),
    },
    rows,
  )
}
