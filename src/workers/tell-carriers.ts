import type { Core } from '../core/core.ts'
import type { Carrier } from '../core/message/carrier.ts'
import type { FaultReport, Worker } from './worker.ts'

const lookEveryMs = 500
/** A state that stays as it is is told again, so that others see that a server is there. */
const againMs = 30_000

/** Tells the book whether carriers can be reached, for people who ask by the command line. Of several servers the one that sends does. */
export function tellCarriers({ store, clock }: Core, carriers: readonly Carrier[], onFault: FaultReport): Worker {
  const told = new Map<Carrier, { readonly state: object; readonly at: number }>()
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    const now = clock.now()
    const news = carriers.filter((carrier) => {
      const last = told.get(carrier)
      return last === undefined || last.state !== carrier.state() || now - last.at >= againMs
    })
    if (news.length === 0 || store.readOnly() !== null || !(await store.leads('messages'))) return
    for (const carrier of news) {
      const state = carrier.state()
      await store.carriers.tell({ name: carrier.name, ...state, toldAt: now })
      told.set(carrier, { state, at: now })
    }
  }

  const begin = (): void => {
    looking ??= look()
      .catch(onFault)
      .finally(() => {
        looking = undefined
      })
  }
  const timer = setInterval(begin, lookEveryMs).unref()
  begin()
  return {
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
