import { execFile } from 'node:child_process'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { nameAt, numberAt, phoneGroups } from './books.ts'
import { simotel } from './cases/calls.ts'
import { short } from './print.ts'
import { type BenchRequest, bytesOf, send } from './request.ts'
import type { Kept } from './results.ts'
import { here } from './revision.ts'
import { quantile } from './statistics.ts'
import { type EngineName, type Subject, startSubject } from './subject.ts'
import { tableOf } from './tables.ts'

/** The figures of edits of a list of a million. A figure that a case has not is null. */
export interface EditRow {
  readonly case: 'edit-one' | 'sync-half' | 'sync-other'
  readonly engine: EngineName
  readonly title: string
  /** Bytes of the request, with its headers. */
  readonly sent: number
  /** Milliseconds of one, alone. */
  readonly p50: number
  readonly p99: number
  /** Processor time of one, of the server and PostgreSQL, in milliseconds. */
  readonly cpu: number
  /** Bytes that one writes into the log of the database: at the median, and at the most. */
  readonly log: readonly [median: number, most: number] | null
  /** Processor time of the command that undoes it, and of the same command where it is refused at once, in milliseconds. */
  readonly undo: readonly [undoing: number, refused: number] | null
  readonly load: number
}

const count = 1_000_000
/** Edits that warm everything up, that are timed, and of which the log is looked at. */
const [warm, timed, logged] = [100, 300, 60]

/** Measures edits of a list of a million on each engine. */
export async function runEdits(): Promise<EditRow[]> {
  const rows: EditRow[] = []
  for (const engine of ['SQLite', 'PostgreSQL'] as const) {
    const subject = await startSubject(here, engine, 'phones')
    try {
      rows.push(await editOne(subject, engine))
      rows.push(await sync(subject, engine, 'sync-half', count / 2))
      rows.push(await sync(subject, engine, 'sync-other', 3 * count))
    } finally {
      await subject.stop()
    }
  }
  return rows
}

async function hexIdOf({ server }: Subject): Promise<string> {
  const search = { alike: false, conditions: { name: nameAt(phoneGroups.million) } }
  const answer = await send(server.url, simotel('autodialer/groups/search', search))
  const [million] = JSON.parse(answer.toString()).data.data as { _id: string }[]
  if (!million) throw new Error('the book has no group of a million')
  return million._id
}

async function editOne(subject: Subject, engine: EngineName): Promise<EditRow> {
  const { url } = subject.server
  const load = loadavg()[0] ?? 0
  const _id = await hexIdOf(subject)
  const requests = Array.from({ length: warm + timed + logged }, (_, at): BenchRequest => {
    const there = numberAt(phoneGroups.million, (at * 1999) % count)
    return simotel('autodialer/groups/update', { _id, numbers_add: [String(1_000_000 + at)], numbers_remove: [there] })
  })
  for (const request of requests.slice(0, warm)) await send(url, request)
  const cpu = subject.cpu()
  const times: number[] = []
  for (const request of requests.slice(warm, warm + timed)) {
    const began = performance.now()
    await send(url, request)
    times.push(performance.now() - began)
  }
  const used = (subject.cpu() - cpu) / 1000 / timed
  const logs: number[] = []
  for (const request of requests.slice(warm + timed)) {
    const before = await subject.logged()
    await send(url, request)
    const written = (await subject.logged()) - before
    // A log that begins anew tells nothing.
    if (written > 0) logs.push(written)
  }
  const sent = Math.max(...requests.map((request) => bytesOf(request).length))
  return {
    ...{ case: 'edit-one', engine, title: 'one number for another', sent, load, cpu: used, undo: null },
    ...{ p50: quantile(times, 0.5), p99: quantile(times, 0.99), log: [quantile(logs, 0.5), Math.max(...logs)] },
  }
}

/** Makes the list equal to a million others, of which those from `from` on are not in it. */
async function sync(
  subject: Subject,
  engine: EngineName,
  name: 'sync-half' | 'sync-other',
  from: number,
): Promise<EditRow> {
  const { url } = subject.server
  const load = loadavg()[0] ?? 0
  const _id = await hexIdOf(subject)
  const numbers = Array.from({ length: count }, (_, at) =>
    at < count - Math.min(from, count) ? numberAt(phoneGroups.million, at) : `+${30_000_000_000 + from + at * 7}`,
  )
  const request = simotel('autodialer/groups/numbers/sync', { _id, numbers })
  const cpu = subject.cpu()
  const began = performance.now()
  const answer = JSON.parse((await send(url, request)).toString()).data as { added: number; removed: number }
  const time = performance.now() - began
  const used = (subject.cpu() - cpu) / 1000
  const number = (await newest(subject)).at(-1) ?? 0
  const undoing = await cpuOfCommand(subject, 'changes', 'undo', String(number))
  const refused = await cpuOfCommand(subject, 'changes', 'undo', '999999999')
  return {
    ...{ case: name, engine, load, sent: bytesOf(request).length, p50: time, p99: time, cpu: used, log: null },
    ...{ title: `\`sync\`: ${short(answer.added)} come, ${short(answer.removed)} go`, undo: [undoing, refused] },
  }
}

async function newest({ place }: Subject): Promise<number[]> {
  const command = [join(here.root, 'bin/dialbook.js'), 'changes', 'list', '--limit', '1', '--json', ...place]
  const { stdout } = await promisify(execFile)(process.execPath, command)
  return (JSON.parse(stdout) as { number: number }[]).map((change) => change.number)
}

/** Processor time of a command, in milliseconds, also where it is refused. */
async function cpuOfCommand({ place }: Subject, ...args: readonly string[]): Promise<number> {
  const words = [process.execPath, join(here.root, 'bin/dialbook.js'), ...args, ...place].map((each) => `'${each}'`)
  const { stdout } = await promisify(execFile)('bash', ['-c', `${words.join(' ')} >/dev/null 2>&1; times`])
  // The last line has the time of children: `0m0.123s 0m0.045s`.
  const parts =
    stdout
      .trim()
      .split('\n')
      .at(-1)
      ?.matchAll(/(\d+)m([\d.]+)s/g) ?? []
  return [...parts].reduce((sum, [, minutes, seconds]) => sum + (Number(minutes) * 60 + Number(seconds)) * 1000, 0)
}

export function editsTable(rows: readonly Kept<EditRow>[]): string {
  const kept = (pair: readonly number[] | null): string => (pair === null ? '–' : pair.map(short).join(', '))
  return tableOf(
    {
      edit: ({ title }) => title,
      engine: ({ engine }) => engine,
      'sent, bytes': ({ sent }) => short(sent),
      'p50, ms': ({ p50 }) => short(p50),
      'p99, ms': ({ p99 }) => short(p99),
      'cpu, ms': ({ cpu }) => short(cpu),
      'into the log, bytes, p50, most': ({ log }) => kept(log),
      'cpu of the command that undoes it, and of one that is refused, ms': ({ undo }) => kept(undo),
      'load before': ({ load }) => short(load),
    },
    rows,
  )
}
