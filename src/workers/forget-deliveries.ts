import type { Core } from '../core/core.ts'
import { effectLifeMs } from '../core/effect/effect.ts'
import { type FaultReport, startWorker, type Worker } from './worker.ts'

/** The time that a delivery stays in the log. */
const logMs = 7 * 24 * 60 * 60 * 1000
/** The time for which a missed call is known, so that none is told twice: far longer than the PBX may be away. */
const missedCallMs = 60 * 24 * 60 * 60 * 1000
const lookEveryMs = 60 * 60 * 1000

/** Keeps the log of deliveries and the outbox from growing for ever, also where no PBX ever carries out an effect. */
export function forgetDeliveries({ store, clock }: Core, onFault: FaultReport): Worker {
  const forget = (): Promise<void> => {
    const now = clock.now()
    return store.outbox.forget({
      deliveries: now - logMs,
      missedCalls: now - missedCallMs,
      effects: now - effectLifeMs,
    })
  }
  return startWorker(forget, lookEveryMs, onFault)
}
