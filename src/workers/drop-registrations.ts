import type { Clock } from '../core/environment.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import type { Task } from './outbox.ts'
import type { FaultReport } from './worker.ts'

/** Far longer than a try takes: the PBX answers in milliseconds, and no try begins while it is away. */
const leaseMs = 10_000
const retryAfterMs = 1000

export interface DropOptions {
  readonly pbx: Pick<Pbx, 'isConnected' | 'dropRegistrations'>
  readonly clock: Clock
  readonly isServed: (accountId: number) => Promise<boolean>
  /** Learns of a failure, but not of those that follow it until a try succeeds. */
  readonly onFault: FaultReport
}

/** Has the PBX end the registrations that hold no more. An account that the PBX does not serve has none there. */
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
