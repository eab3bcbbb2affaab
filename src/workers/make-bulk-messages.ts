import type { Bulk } from '../core/bulk/bulk.ts'
import { nextMessages } from '../core/bulk/bulk-messages.ts'
import type { Core } from '../core/core.ts'
import type { FaultReport, Worker } from './worker.ts'

/** The longest that a bulk of another process, or one that was planned, waits to be seen. */
const lookEveryMs = 1000
/** The same while a bulk has numbers left. */
const goOnEveryMs = 20
/** Messages of a bulk that wait to leave at most: more are made as these do, so that a million takes no more room. */
const waitingAtMost = 1000
const madeAtOnce = 100
const bulksAtOnce = 200

/** Makes the messages of the bulks that are due, some of each at a time. Of several servers the one that sends does it. */
export function makeBulkMessages(core: Core, onFault: FaultReport): Worker {
  const { store, clock } = core
  let making: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  /** Whether the timer rings soon already: who queues much does not put it off. */
  let isSoon = false
  let isStopped = false

  async function makeOnce(): Promise<void> {
    if (isStopped || store.readOnly() !== null || !(await store.leads('messages'))) return wake(lookEveryMs)
    const due = await store.bulkQueue.due(clock.now(), bulksAtOnce)
    for (const bulk of due) {
      // One that cannot go on, as for a list that is damaged, holds up no other.
      await makeOf(bulk).catch(onFault)
      if (isStopped) return
    }
    wake(due.length > 0 ? goOnEveryMs : lookEveryMs)
  }

  async function makeOf(bulk: Bulk): Promise<void> {
    const { counts, state } = bulk
    if (counts.left === 0) {
      if (counts.queued === 0 && state === 'running') await store.bulkQueue.complete(bulk, clock.now())
      return
    }
    if (counts.queued > waitingAtMost - madeAtOnce) return
    const { messages, next } = await nextMessages(core, bulk, madeAtOnce)
    const budget = core.messageRules.budget
    await store.bulkQueue.write({ bulk, messages, next, budget, at: clock.now() })
  }

  function wake(ms: number): void {
    clearTimeout(timer)
    isSoon = ms === goOnEveryMs
    if (!isStopped) timer = setTimeout(look, ms).unref()
  }

  function look(): void {
    isSoon = false
    making ??= makeOnce()
      .catch((error: unknown) => {
        onFault(error)
        wake(lookEveryMs)
      })
      .finally(() => {
        making = undefined
      })
  }

  store.messageQueue.onQueued(() => {
    if (!making && !isSoon) wake(goOnEveryMs)
  })
  look()
  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await making
    },
  }
}
