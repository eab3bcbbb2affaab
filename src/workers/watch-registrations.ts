import type { Outbox } from '../core/effect/effect-port.ts'
import type { Clock } from '../core/environment.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import type { Registrations } from '../core/pbx/registrations.ts'

/** The longest that an answer is held back for the PBX, which takes some 10 ms to end a registration. */
const patienceMs = 250
const lookEveryMs = 5

export interface WatchOptions {
  readonly outbox: Outbox
  readonly pbx: Pick<Pbx, 'isConnected'>
  readonly clock: Clock
  readonly isServed: (accountId: number) => Promise<boolean>
}

/** Tells by the outbox how far the PBX is with the registrations, also when another process has it end them. */
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
