import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { MissingChanges } from '../core/change/missing-changes.ts'
import type { EffectKind } from '../core/effect/effect.ts'
import type { Waiting } from '../core/effect/effect-port.ts'
import type { Clock } from '../core/environment.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import type { TrunkSeen } from '../core/trunk/trunk-port.ts'
import { inTime } from './in-time.ts'
import { RequestCounts } from './request-counts.ts'

/** The counters of the server, for Prometheus. */
export interface Metrics {
  readonly contentType: string
  /** The counts of answered requests. */
  readonly requests: Pick<RequestCounts, 'of'>
  writeDone(noun: string, verb: string): void
  /** The book could not take a write: its disk is full, its database away. */
  writeFailed(): void
  /** A place of the book was read that is damaged. */
  damageFound(table: string): void
  text(): Promise<string>
}

/** Milliseconds for a figure of the store: whoever scrapes has a time-out too. */
const longestMs = 750

/** The sources of those figures that are asked for when somebody reads the metrics. */
export interface Measured {
  storeSize(): Promise<number>
  waiting(): Promise<Readonly<Record<EffectKind, Waiting>>>
  /** The reason for which the book takes no writes; null while it does. */
  readOnly(): string | null
  missingChanges(): readonly MissingChanges[]
  readonly clock: Clock
  /** What was seen of the trunks of the PBX. */
  trunks(): Promise<readonly TrunkSeen[]>
  /** Undefined where there is none. */
  readonly pbx: Pick<Pbx, 'isConnected' | 'reachability'> | undefined
}

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

/** Starts counting. */
export function makeMetrics({ storeSize, waiting, readOnly, missingChanges, trunks, clock, pbx }: Measured): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new RequestCounts()
  /** Writes that are not in the counter yet: it takes them when somebody reads. */
  const written = new Map<string, number>()
  new Counter({
    name: 'dialbook_writes_total',
    help: 'Changes that this server committed to the book.',
    labelNames: ['noun', 'verb'],
    registers,
    collect() {
      for (const [change, count] of written) {
        const [noun = '', verb = ''] = change.split(' ')
        this.inc({ noun, verb }, count)
      }
      written.clear()
    },
  })
  const failedWrites = new Counter({
    name: 'dialbook_writes_failed_total',
    help: 'Writes that the book could not take: its disk was full, its database away.',
    registers,
  })
  const damage = new Counter({
    name: 'dialbook_damaged_total',
    help: 'Reads that found a damaged place of the book, by table.',
    labelNames: ['table'],
    registers,
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
  return {
    contentType: registry.contentType,
    requests,
    writeDone(noun, verb) {
      const change = `${noun} ${verb}`
      written.set(change, (written.get(change) ?? 0) + 1)
    },
    writeFailed: () => failedWrites.inc(),
    damageFound: (table) => damage.inc({ table }),
    text: async () => `${await registry.metrics()}\n${requests.text()}`,
  }
}
