import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Counts, Measured, MetricsText } from './counts.ts'
import { inTime } from './in-time.ts'

/** Milliseconds for a figure of the store: whoever scrapes has a time-out too. */
const longestMs = 750

/** The figures of the trunks. */
function trunkGauges(registers: Registry[], trunks: Measured['trunks']): void {
  const seen = () => inTime(longestMs, trunks()).catch(() => [])
  new Gauge({
    name: 'dialbook_trunk_up',
    help: 'Whether a trunk can be used: a host of it answers, and it is registered where it shall be.',
    labelNames: ['trunk'],
    registers,
    async collect() {
      this.reset()
      for (const { name, state } of await seen()) this.set({ trunk: name }, state === 'ok' ? 1 : 0)
    },
  })
  new Gauge({
    name: 'dialbook_trunk_registered',
    help: 'Whether a trunk that registers is registered.',
    labelNames: ['trunk'],
    registers,
    async collect() {
      this.reset()
      for (const { name, registration } of await seen()) {
        if (registration !== '') this.set({ trunk: name }, registration === 'Registered' ? 1 : 0)
      }
    },
  })
}

/** The figures of the carriers of messages, where there are any. */
function carrierFigures(registers: Registry[], carriers: Measured['carriers']): void {
  new Gauge({
    name: 'dialbook_carrier_up',
    help: 'Whether a carrier of messages can be reached.',
    labelNames: ['carrier'],
    registers,
    collect() {
      for (const { name, state } of carriers()) this.set({ carrier: name }, state.isUp ? 1 : 0)
    },
  })
  new Counter({
    name: 'dialbook_carrier_answers_total',
    help: 'What a carrier said to the messages that it was handed.',
    labelNames: ['carrier', 'answer'],
    registers,
    collect() {
      this.reset()
      for (const { name, answers } of carriers()) {
        for (const [answer, count] of Object.entries(answers)) this.inc({ carrier: name, answer }, count)
      }
    },
  })
}

/** Makes the library's registry of all figures, and returns the function that writes them down. */
export function makeMetricsText(measured: Measured, counts: Counts): () => Promise<MetricsText> {
  const { storeSize, waiting, readOnly, missingChanges, trunks, carriers, clock, pbx } = measured
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  new Counter({
    name: 'dialbook_writes_total',
    help: 'Changes that this server committed to the book.',
    labelNames: ['noun', 'verb'],
    registers,
    collect() {
      for (const [change, count] of counts.written) {
        const [noun = '', verb = ''] = change.split(' ')
        this.inc({ noun, verb }, count)
      }
      counts.written.clear()
    },
  })
  new Counter({
    name: 'dialbook_writes_failed_total',
    help: 'Writes that the book could not take: its disk was full, its database away.',
    registers,
    collect() {
      this.inc(counts.failedWrites)
      counts.failedWrites = 0
    },
  })
  new Counter({
    name: 'dialbook_damaged_total',
    help: 'Reads that found a damaged place of the book, by table.',
    labelNames: ['table'],
    registers,
    collect() {
      for (const [table, count] of counts.damaged) this.inc({ table }, count)
      counts.damaged.clear()
    },
  })
  // A figure that the store does not tell in time is left out: the others are wanted most when it does not answer.
  const outbox = () => inTime(longestMs, waiting()).catch(() => ({}) as Partial<Awaited<ReturnType<typeof waiting>>>)
  new Gauge({
    name: 'dialbook_store_bytes',
    help: 'Bytes that the book takes on disk.',
    registers,
    async collect() {
      this.set(await inTime(longestMs, storeSize()).catch(() => Number.NaN))
    },
  })
  new Gauge({
    name: 'dialbook_outbox_effects',
    help: 'Effects that wait to be carried out.',
    labelNames: ['kind'],
    registers,
    async collect() {
      this.reset()
      for (const [kind, { count }] of Object.entries(await outbox())) this.set({ kind }, count)
    },
  })
  new Gauge({
    name: 'dialbook_outbox_oldest_seconds',
    help: 'Seconds that the oldest waiting effect has waited.',
    labelNames: ['kind'],
    registers,
    async collect() {
      this.reset()
      for (const [kind, { oldestAt }] of Object.entries(await outbox())) {
        this.set({ kind }, oldestAt === null ? 0 : (clock.now() - oldestAt) / 1000)
      }
    },
  })
  new Gauge({
    name: 'dialbook_read_only',
    help: 'Whether the book is only read at present, because its disk takes no writes.',
    registers,
    collect() {
      this.set(readOnly() === null ? 0 : 1)
    },
  })
  new Gauge({
    name: 'dialbook_missing_changes',
    help: 'Acknowledged changes that the book has lost, and whose loss nobody has accepted.',
    registers,
    collect() {
      this.set(missingChanges().reduce((sum, { first, last }) => sum + last - first + 1, 0))
    },
  })
  carrierFigures(registers, carriers)
  if (pbx) {
    new Gauge({
      name: 'dialbook_pbx_connected',
      help: 'Whether this server is connected to the PBX.',
      registers,
      collect() {
        this.set(pbx.isConnected() ? 1 : 0)
      },
    })
    new Gauge({
      name: 'dialbook_pbx_qualified',
      help: 'Extensions with qualify, by whether a phone of theirs answers.',
      labelNames: ['state'],
      registers,
      collect() {
        for (const [state, count] of Object.entries(pbx.reachability())) this.set({ state }, count)
      },
    })
    trunkGauges(registers, trunks)
  }
  return async () => ({
    contentType: registry.contentType,
    text: `${await registry.metrics()}\n${counts.requests.text()}`,
  })
}
