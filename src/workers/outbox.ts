import type { Effect, EffectKind } from '../core/effect/effect.ts'
import type { Outbox, Settlement } from '../core/effect/effect-port.ts'
import type { FaultReport, Worker } from './worker.ts'

/** The longest that an effect of another process, as of the command line, waits to be seen. */
const lookEveryMs = 1000
/**
 * The longest that a worker waits at its stop for the effects under way. Those that it cuts off are carried out again.
 */
const graceMs = 2000

/** The way in which effects of a kind are carried out. */
export interface Task {
  readonly kind: EffectKind
  /** Effects that are carried out at the same time, at the most. */
  readonly atOnce: number
  /**
   * How long an effect belongs to the process that claimed it: longer than one takes. Others wait so long for a dead
   * one.
   */
  readonly leaseMs: number
  /** Whether a try can succeed now: without a PBX no registration can be ended. */
  isReady(): boolean
  carryOut(effect: Effect, signal: AbortSignal): Promise<Settlement>
}

/** The worker of one kind of effects, which can be told to look for them at once. */
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
    // Each effect that ends makes room, and has the worker look again.
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
      // An effect that was cut off is due at once, for the next process. After a fault its lease ends by itself.
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
