import type { Clock } from '../core/environment.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import type { Task } from './outbox.ts'
import type { FaultReport } from './worker.ts'

/** The PBX answers in milliseconds, or is away; then nothing is tried. */
const leaseMs = 10_000
const retryAfterMs = 1000

export interface DropOptions {
  readonly pbx: Pick<Pbx, 'isConnected' | 'dropRegistrations'>
  readonly clock: Clock
  readonly isServed: (accountId: number) => Promise<boolean>
  /** Learns of the first failure of a row of them. */
  readonly onFault: FaultReport
}

/** Has the PBX end the registrations that hold no more. Those of an account that it does not serve are none of its. */
export function dropRegistrations({ pbx, clock, isServed, onFault }: DropOptions): Task {
  let isFailing = false
  return {
    kind: 'drop-registration',
    atOnce: 64,
    leaseMs,
    isReady: () => pbx.isConnected(),
    async carryOut({ accountId, subject }) {
      if (!(await isServed(accountId))) return { retryAt: null }
      try {
        await pbx.dropRegistrations(subject)
        isFailing = false
        return { retryAt: null }
      } catch (error) {
        if (!isFailing) onFault(error)
        isFailing = true
        return { retryAt: clock.now() + retryAfterMs }
      }
    },
  }
}
