import type { BookEvent } from '../core/event/event.ts'
import type { CallSource } from '../core/ledger/call-source.ts'
import type { SpoolBatch, SpoolPosition } from '../core/ledger/ledger-port.ts'
import type { Store } from '../core/ports.ts'
import type { FaultReport, Worker } from './worker.ts'

/** The longest that news waits where the system does not tell of it. */
const lookEveryMs = 500

export interface LedgerOptions {
  readonly store: Store
  /** Opens the PBX's spool where the book has read it. */
  readonly open: (position: SpoolPosition | undefined) => CallSource
  readonly servedAccount: () => Promise<number | undefined>
  /** When the PBX started, in epoch milliseconds; undefined while it is away. */
  readonly pbxStartedAt: () => Promise<number | undefined>
  /** Whether events are told that happened before this process was there. */
  readonly tellsLate: boolean
  readonly now: () => number
  readonly onFault: FaultReport
}

/** The worker that keeps the ledger. */
export interface LedgerWorker extends Worker {
  /** Looks whether the PBX has been started anew, and has lost its calls. */
  pbxIsBack(): void
  /** The time up to which all is kept that the PBX had written down by then; 0 before the first reading. */
  readUpTo(): number
}

/**
 * Reads the PBX's spool into the ledger. What a batch brings is one transaction with the place up to which it is read: a
 * killed server goes on from there.
 */
export function keepLedger(options: LedgerOptions): LedgerWorker {
  const { store, servedAccount, onFault } = options
  const since = options.now() * 1000
  let source: CallSource | undefined
  let watcher: { close(): void } | undefined
  let running: Promise<void> | undefined
  let isAskedAgain = false
  let isStopped = false
  let isFailing = false
  let mayHaveLost = true
  let readUpTo = 0

  async function read(): Promise<void> {
    isAskedAgain = false
    const begunAt = options.now()
    const accountId = await servedAccount()
    if (isStopped || accountId === undefined || !(await store.leads('call spool'))) return
    source ??= options.open(await store.ledger.position())
    watcher ??= source.watch(look)
    const keep = async (batch: SpoolBatch): Promise<void> => {
      await store.ledger.keep(accountId, { ...batch, events: marked(batch.events) })
      await source?.tidy(batch.position)
    }
    for (let batch = await source.next(); batch && !isStopped; batch = await source.next()) await keep(batch)
    if (isStopped) return
    readUpTo = begunAt
    if (!mayHaveLost) return
    const startedAt = await options.pbxStartedAt()
    if (startedAt === undefined) return
    mayHaveLost = false
    const lost = source.lose(startedAt)
    if (lost) await keep(lost)
  }

  function marked(events: readonly BookEvent[]): BookEvent[] {
    return events.flatMap((event): BookEvent[] => {
      if (!('happenedAt' in event) || event.happenedAt === undefined || event.happenedAt >= since) return [event]
      return options.tellsLate ? [{ ...event, late: true }] : []
    })
  }

  function look(): void {
    isAskedAgain = true
    running ??= read()
      .then(() => {
        isFailing = false
      })
      .catch((error) => {
        // What was read and not kept is read again, with the calls that are open there.
        source = undefined
        mayHaveLost = true
        watcher?.close()
        watcher = undefined
        if (!isFailing) onFault(error)
        isFailing = true
        isAskedAgain = false
      })
      .finally(() => {
        running = undefined
        if (isAskedAgain && !isStopped) look()
      })
  }

  const timer = setInterval(look, lookEveryMs).unref()
  look()
  return {
    pbxIsBack() {
      mayHaveLost = true
      look()
    },
    readUpTo: () => readUpTo,
    async stop() {
      isStopped = true
      clearInterval(timer)
      watcher?.close()
      await running
    },
  }
}
