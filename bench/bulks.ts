import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { phoneGroups } from './books.ts'
import { lox24 } from './cases/calls.ts'
import { type Felt, Others } from './others.ts'
import { short } from './print.ts'
import { send } from './request.ts'
import type { Kept } from './results.ts'
import { here } from './revision.ts'
import { type EngineName, startSubject } from './subject.ts'
import { tableOf } from './tables.ts'

/** The figures of a bulk of a million numbers, by the carrier that writes on paper. */
export interface BulkRow {
  readonly case: string
  readonly engine: EngineName
  readonly size: number
  /** Milliseconds until the bulk is accepted. */
  readonly accepted: number
  /** Messages that left, and whose receipts came, in the seconds that were measured. */
  readonly sent: number
  readonly seconds: number
  /** Processor time of a message, with its receipt, of the server and PostgreSQL, in microseconds. */
  readonly cpu: number
  /** Resident memory of the server at its highest before the bulk and after it, MiB. */
  readonly memory: readonly [before: number, after: number]
  /** Another account's small update: alone, and meanwhile. */
  readonly others: readonly [alone: Felt, meanwhile: Felt]
  readonly load: number
}

interface Counts {
  readonly sms_count: number
  readonly sms_delivered_count: number
}

const route = ['--message-routes', 'bench=paper']

/** Measures a bulk of a million for some seconds on each engine, and cancels the rest. */
export async function runBulks(seconds = 30): Promise<BulkRow[]> {
  const rows: BulkRow[] = []
  for (const engine of ['SQLite', 'PostgreSQL'] as const) rows.push(await runBulk(engine, seconds))
  return rows
}

async function runBulk(engine: EngineName, seconds: number): Promise<BulkRow> {
  const load = loadavg()[0] ?? 0
  const subject = await startSubject(here, engine, 'phones', route)
  const { url } = subject.server
  const others = await Others.of(url)
  try {
    const alone = await others.alone(5)
    const before = subject.server.memoryPeak()
    const began = performance.now()
    const body = { sender_id: 'Bench', text: 'Hello, this is a message', msg_groups: [phoneGroups.million] }
    const { id } = JSON.parse((await send(url, lox24('POST', '/bulks', body))).toString()) as { id: number }
    const accepted = performance.now() - began
    const countsOf = async () => JSON.parse((await send(url, lox24('GET', `/bulks/${id}`))).toString()) as Counts
    // The first messages warm everything up.
    await pause(3000)
    const [first, cpu, since] = [await countsOf(), subject.cpu(), performance.now()]
    const meanwhile = await others.during(1, () => pause(seconds * 1000))
    const [last, cpuAfter, until] = [await countsOf(), subject.cpu(), performance.now()]
    const sent = last.sms_delivered_count - first.sms_delivered_count
    await send(url, lox24('POST', `/bulks/${id}/cancel`, {}))
    return {
      ...{ case: 'bulk-1m', engine, size: last.sms_count, accepted, sent, seconds: (until - since) / 1000 },
      ...{
        cpu: (cpuAfter - cpu) / sent,
        memory: [before, subject.server.memoryPeak()],
        others: [alone, meanwhile],
        load,
      },
    }
  } finally {
    await others.stop()
    await subject.stop()
  }
}

export function bulksTable(rows: readonly Kept<BulkRow>[]): string {
  const felt = ({ p50, p99 }: Felt): string => `${short(p50)}, ${short(p99)}`
  return tableOf(
    {
      engine: ({ engine }) => engine,
      numbers: ({ size }) => short(size),
      'accepted, ms': ({ accepted }) => short(accepted),
      'messages a second': ({ sent, seconds }) => short(sent / seconds),
      'cpu µs of a message': ({ cpu }) => short(cpu),
      'memory of the server before, after, MiB': ({ memory }) => memory.map(short).join(', '),
      'others alone, p50, p99 ms': ({ others: [alone] }) => felt(alone),
      'others meanwhile': ({ others: [, meanwhile] }) => felt(meanwhile),
      'load before': ({ load }) => short(load),
    },
    rows,
  )
}
