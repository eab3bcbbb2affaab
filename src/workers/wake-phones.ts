import type { PushWake } from '../core/event/event.ts'
import type { Store } from '../core/ports.ts'
import type { FaultReport } from './worker.ts'

export interface WakeOptions {
  readonly store: Store
  /** Whether this process is the one, of all that hear the PBX, that tells the webhooks. */
  readonly isLeader: () => Promise<boolean>
  readonly servedAccount: () => Promise<number | undefined>
  readonly onFault: FaultReport
}

/**
 * Tells the webhooks that wake phones of a call for one that is not registered, and has the call wait. A call does not wait where no webhook is
 * told: nobody would wake the phone.
 */
export function wakePhones({ store, isLeader, servedAccount, onFault }: WakeOptions) {
  const wake = async (event: PushWake, haveWait: () => Promise<void>): Promise<void> => {
    const accountId = await servedAccount()
    if (accountId === undefined || !(await isLeader())) return
    const webhooks = await store.webhooks.all(accountId)
    if (!webhooks.some(({ events }) => events.includes(event.kind))) return
    await haveWait()
    await store.outbox.tell(accountId, event)
  }
  return (event: PushWake, haveWait: () => Promise<void>): void => {
    wake(event, haveWait).catch(onFault)
  }
}
