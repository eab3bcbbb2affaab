import { loadavg } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { eventually, noAsterisk } from '../../test/pbx/support/asterisk.ts'
import { type CampaignPbx, startCampaignPbx } from '../../test/pbx/support/campaign-calls.ts'
import { noSipp, startProvider } from '../../test/pbx/support/sipp.ts'
import { cpuOf, memoryPeakOf } from '../processes.ts'
import { quantile } from '../statistics.ts'
import { plainCallCpu } from './plain-calls.ts'

/** The figures of calls of campaigns at a rate, all of them answered. Times are milliseconds. */
export interface CampaignRow {
  readonly case: string
  readonly engine: string
  /** Calls asked for a second, and calls in all. */
  readonly rate: number
  readonly calls: number
  readonly answered: number
  /** The most calls at once, as the PBX tells them, and the seconds from the first to the last that was asked for. */
  readonly atOnce: number
  readonly seconds: number
  /** From the request of a call until the PBX has taken it over. */
  readonly taken: Times
  /** From the request of a call to its answer, without the {@link ringing} of the far end. */
  readonly answer: Times
  /** A list of the calls that the PBX has, at the most. */
  readonly present: number
  /** Processor time of a call, of Asterisk, of the server that keeps the ledger, and of whoever begins the calls. */
  readonly asteriskCpu: number
  /** Processor time of Asterisk for a call without a dialplan, before that. */
  readonly plainCpu: number
  readonly serverCpu: number
  readonly callerCpu: number
  /** Resident memory of Asterisk at its highest, MiB, and channels that it still had five seconds after the last end. */
  readonly memory: number
  readonly left: number
  /** The load of the machine before the run. */
  readonly load: number
}

interface Times {
  readonly median: number
  readonly p99: number
}

/** Milliseconds for which the far end rings, and the seconds of the announcement that it hears. */
const ringing = 200
const announcement = 7

/** Calls at once, at the most: those that end make room for more. */
const capacity = 400

/** Measures calls of campaigns on a real Asterisk; SIPp answers, and sends no sound back. */
export async function runCampaigns(rates = [10, 25, 50], seconds = 60): Promise<CampaignRow[]> {
  const reason = noAsterisk || noSipp
  if (reason) throw new Error(reason)
  const rows: CampaignRow[] = []
  for (const rate of rates) {
    const load = loadavg()[0] ?? 0
    console.error(`${rate} calls a second for ${seconds} s; the load of the machine is ${load.toFixed(1)}`)
    const pbx = await startCampaignPbx(['--sip-rtp-ports', '10000-11999'])
    try {
      rows.push({ ...(await measure(pbx, rate, seconds)), load })
    } finally {
      await pbx.stop()
    }
  }
  return rows
}

async function measure(pbx: CampaignPbx, rate: number, seconds: number): Promise<Omit<CampaignRow, 'load'>> {
  const far = await startProvider('127.0.0.23', { triesFor: ringing })
  const { server } = pbx.link.client
  await server.cli('trunk', 'set', 'far', '--host', far.address, '--port', String(far.port), '--qualify', '0')
  const sound = await pbx.tone(700, announcement)
  const { pid } = pbx.link.asterisk
  const place = join(server.data, 'sounds', sound)
  const plainCpu = await plainCallCpu(pbx.link.asterisk, `${far.address}:${far.port}`, place)
  const began = new Map<string, number>()
  const taken: number[] = []
  let [atOnce, present, lookedAt] = [0, 0, performance.now()]
  const cpu = () => [cpuOf(pid), cpuOf(server.pid), process.cpuUsage().user + process.cpuUsage().system]
  const before = cpu()
  const since = performance.now()
  for (let made = 0; made < rate * seconds; ) {
    const due = Math.min(Math.floor(((performance.now() - since) / 1000) * rate), rate * seconds)
    for (; made < due && began.size - pbx.ended.length < capacity; made++) {
      const call = pbx.call(`0912${String(made).padStart(7, '0')}`, { trunk: 'far', sound })
      began.set(call.id, Date.now())
      const asked = performance.now()
      void pbx.calls.begin(call).then(() => taken.push(performance.now() - asked))
    }
    if (performance.now() - lookedAt > 1000) {
      lookedAt = performance.now()
      atOnce = Math.max(atOnce, (await pbx.calls.present()).size)
      present = Math.max(present, performance.now() - lookedAt)
    }
    await pause(5)
  }
  const took = (performance.now() - since) / 1000
  await eventually('all calls have ended', () => pbx.ended.length >= began.size)
  const calls = rate * seconds
  const book = new DatabaseSync(join(server.data, 'book.db'), { readOnly: true })
  const kept = () => book.prepare("select originate_id as id, answered_at as at from calls where campaign <> ''").all()
  await eventually('the ledger has all calls', () => kept().length === calls)
  const [asteriskCpu, serverCpu, callerCpu] = cpu().map((after, which) => (after - (before[which] ?? 0)) / 1000 / calls)
  const answers = kept().flatMap(({ id, at }) => {
    return at === null ? [] : [Number(at) / 1000 - (began.get(String(id)) ?? Number.NaN) - ringing]
  })
  book.close()
  await pause(5000)
  const left = await pbx.channels()
  await far.stop()
  return {
    ...{
      case: String(rate),
      engine: 'SQLite',
      rate,
      calls,
      answered: answers.length,
      atOnce,
      seconds: took,
      present,
      left,
    },
    ...{ taken: timesOf(taken), answer: timesOf(answers), memory: memoryPeakOf(pid) },
    ...{ asteriskCpu: asteriskCpu ?? 0, plainCpu, serverCpu: serverCpu ?? 0, callerCpu: callerCpu ?? 0 },
  }
}

function timesOf(all: readonly number[]): Times {
  return { median: quantile(all, 0.5), p99: quantile(all, 0.99) }
}
