import type { BookEvent } from '../core/event/event.ts'
import type { Store } from '../core/ports.ts'
import type { FaultReport } from './worker.ts'

export interface TellOptions {
  readonly store: Store
  /** Whether this process is the one, of all that hear the PBX, that tells the webhooks. */
  readonly isLeader: () => Promise<boolean>
  readonly servedAccount: () => Promise<number | undefined>
  readonly onFault: FaultReport
}

/** Tells the webhooks of the served account of the events on the PBX, in the order in which they happened. */
export function tellEvents({ store, isLeader, servedAccount, onFault }: TellOptions): (event: BookEvent) => void {
  const tell = async (event: BookEvent): Promise<void> => {
    const accountId = await servedAccount()
    if (accountId !== undefined && (await isLeader())) await store.outbox.tell(accountId, event)
  }
  let last: Promise<void> = Promise.resolve()
  return (event) => {
    last = last.then(() => tell(event)).catch(onFault)
  }
}
