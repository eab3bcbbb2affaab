import type { Clock } from '../core/environment.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import type { Store } from '../core/ports.ts'
import type { Task } from './outbox.ts'
import type { FaultReport } from './worker.ts'

const leaseMs = 10_000
const retryAfterMs = 1000

export interface EndCallsOptions {
  readonly store: Store
  readonly pbx: Pick<Pbx, 'isConnected' | 'endCalls'>
  readonly clock: Clock
  readonly isServed: (accountId: number) => Promise<boolean>
  readonly onFault: FaultReport
}

/** Has the PBX end the calls of extensions that were switched off. One that is on again by then keeps its calls. */
export function endCalls({ store, pbx, clock, isServed, onFault }: EndCallsOptions): Task {
  return {
    kind: 'end-calls',
    atOnce: 8,
    leaseMs,
    isReady: () => pbx.isConnected(),
    async carryOut({ accountId, subject }) {
      if (!(await isServed(accountId)) || (await store.routes.get(accountId, subject))?.callable)
        return { retryAt: null }
      try {
        await pbx.endCalls(subject)
        return { retryAt: null }
      } catch (error) {
        onFault(error)
        return { retryAt: clock.now() + retryAfterMs }
      }
    },
  }
}
