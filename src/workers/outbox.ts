import type { Effect, EffectKind } from '../core/effect/effect.ts'
import type { Outbox, Settlement } from '../core/effect/effect-port.ts'
import type { FaultReport, Worker } from './worker.ts'

/** What other processes wrote, as the command line, is seen this much later at the most. */
const lookEveryMs = 1000
/** How long the worker waits for what runs when it is stopped. What it cuts off is carried out again. */
const graceMs = 2000

/** How effects of a kind are carried out. */
export interface Task {
  readonly kind: EffectKind
  /** How many at the same time. */
  readonly atOnce: number
  /** Longer than one takes. When a process dies, others wait so long. */
  readonly leaseMs: number
  /** Whether there is any sense in trying. */
  isReady(): boolean
  carryOut(effect: Effect, signal: AbortSignal): Promise<Settlement>
}

/** A worker that can be told to look at once. */
export interface OutboxWorker extends Worker {
  look(): void
}

/** Carries out the effects of a kind, as they become due. */
export function startOutbox(outbox: Outbox, task: Task, onFault: FaultReport, everyMs = lookEveryMs): OutboxWorker {
  const running = new Set<Promise<void>>()
  const cut = new AbortController()
  let looking: Promise<void> | undefined
  let isAskedAgain = false
  let isStopped = false

  async function lookOnce(): Promise<void> {
    isAskedAgain = false
    const room = task.atOnce - running.size
    // Each that ends makes room, and looks.
    if (isStopped || room === 0 || !task.isReady()) return
    for (const effect of await outbox.claim(task.kind, room, task.leaseMs)) {
      const run = carryOut(effect).finally(() => {
        running.delete(run)
        look()
      })
      running.add(run)
    }
  }

  async function carryOut(effect: Effect): Promise<void> {
    try {
      await outbox.settle(effect, await task.carryOut(effect, cut.signal))
    } catch (error) {
      if (!cut.signal.aborted) onFault(error)
      // What was cut off is for whoever comes next, at once; after a fault the lease ends by itself.
      else await outbox.settle(effect, { retryAt: 0 }).catch(onFault)
    }
  }

  function look(): void {
    isAskedAgain = true
    looking ??= lookOnce()
      .catch(onFault)
      .finally(() => {
        looking = undefined
        if (isAskedAgain) look()
      })
  }

  outbox.onWritten(look)
  const timer = setInterval(look, everyMs).unref()
  look()
  return {
    look,
    async stop() {
      isStopped = true
      clearInterval(timer)
      await looking
      const patience = setTimeout(() => cut.abort(), graceMs)
      await Promise.all(running)
      clearTimeout(patience)
    },
  }
}
