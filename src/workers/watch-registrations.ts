import type { Outbox } from '../core/effect/effect-port.ts'
import type { Clock } from '../core/environment.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import type { Registrations } from '../core/pbx/registrations.ts'

/** How long an answer may be held back for the PBX: it takes some 10 ms. */
const patienceMs = 250
const lookEveryMs = 5

export interface WatchOptions {
  readonly outbox: Outbox
  readonly pbx: Pick<Pbx, 'isConnected'>
  readonly clock: Clock
  readonly isServed: (accountId: number) => Promise<boolean>
}

/** Tells by the outbox how far the PBX is: also when another process does the work. */
export function watchRegistrations({ outbox, pbx, clock, isServed }: WatchOptions): Registrations {
  return {
    async settled(extension) {
      if (!(await isServed(extension.accountId))) return 'off'
      const deadline = clock.now() + patienceMs
      while (await outbox.hasStaleRegistration(extension)) {
        if (!pbx.isConnected() || clock.now() >= deadline) return 'pending'
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
      }
      return 'live'
    },
  }
}
