import type { Pbx } from '../core/pbx/pbx.ts'
import type { Store } from '../core/ports.ts'
import type { OutboxWorker } from './outbox.ts'
import type { FaultReport } from './worker.ts'

/** The longest that a missed call waits of which no event told, as after a change of the leader. */
const lookEveryMs = 30_000

export interface CollectOptions {
  readonly store: Store
  readonly pbx: Pick<Pbx, 'isConnected' | 'takeMissedCalls'>
  readonly servedAccount: () => Promise<number | undefined>
  /** Whether this process is the one, of all that hear the PBX, that takes its notes. */
  readonly isLeader: () => Promise<boolean>
  readonly onFault: FaultReport
}

/** Takes the missed calls that the PBX has noted into the book: one look at a time, and another one if it is asked for meanwhile. */
export function collectMissedCalls({ store, pbx, servedAccount, isLeader, onFault }: CollectOptions): OutboxWorker {
  let looking: Promise<void> | undefined
  let isAskedAgain = false
  let isStopped = false

  async function lookOnce(): Promise<void> {
    isAskedAgain = false
    if (isStopped || !pbx.isConnected()) return
    const accountId = await servedAccount()
    if (accountId === undefined || !(await isLeader())) return
    await pbx.takeMissedCalls((calls) => store.outbox.keepMissed(accountId, calls))
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

  const timer = setInterval(look, lookEveryMs).unref()
  return {
    look,
    async stop() {
      isStopped = true
      clearInterval(timer)
      await looking
    },
  }
}
