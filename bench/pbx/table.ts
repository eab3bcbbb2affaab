import { short } from '../print.ts'
import type { Kept } from '../results.ts'
import { tableOf } from '../tables.ts'
import type { CampaignRow } from './campaigns.ts'
import type { PbxRow } from './pbx.ts'
import type { RegistrationsRow } from './registrations.ts'

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

export function registrationsTable(rows: readonly Kept<RegistrationsRow>[]): string {
  return tableOf(
    {
      extensions: ({ extensions }) => short(extensions),
      engine: ({ engine }) => engine,
      'cpu ms of a registration: Asterisk, database': ({ asteriskCpu, databaseCpu }) =>
        `${short(asteriskCpu)}, ${short(databaseCpu)}`,
      'registrations a second, 16 at once, best round': ({ rate }) => short(rate),
      'a start, s, cpu s': ({ start, startCpu }) => `${short(start)}, ${short(startCpu)}`,
      'memory of Asterisk, MiB': ({ memory }) => short(memory),
      'load before': ({ load }) => short(load),
    },
    rows,
  )
}

export function campaignsTable(rows: readonly Kept<CampaignRow>[]): string {
  const times = ({ median, p99 }: { median: number; p99: number }): string => `${short(median)}, ${short(p99)}`
  return tableOf(
    {
      'calls a second asked for, got': ({ rate, calls, seconds }) => `${short(rate)}, ${short(calls / seconds)}`,
      'calls, answered': ({ calls, answered }) => `${short(calls)}, ${short(answered)}`,
      'most at once': ({ atOnce }) => short(atOnce),
      'taken over, p50, p99 ms': ({ taken }) => times(taken),
      'answered beyond the ringing, p50, p99 ms': ({ answer }) => times(answer),
      'cpu ms of a call: Asterisk, server, caller': (row) =>
        [row.asteriskCpu, row.serverCpu, row.callerCpu].map(short).join(', '),
      'cpu of Asterisk over that of a plain call': ({ asteriskCpu, plainCpu }) => `${short(asteriskCpu / plainCpu)}`,
      'a list of the calls, longest ms': ({ present }) => short(present),
      'memory of Asterisk, MiB': ({ memory }) => short(memory),
      'channels left': ({ left }) => short(left),
      'load before': ({ load }) => short(load),
    },
    rows,
  )
}
