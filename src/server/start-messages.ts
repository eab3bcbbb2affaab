import type { Settings } from '../config/config.ts'
import type { Core } from '../core/core.ts'
import { forgetMessages } from '../workers/forget-messages.ts'
import { makeBulkMessages } from '../workers/make-bulk-messages.ts'
import { sendMessages } from '../workers/send-messages.ts'
import { tellCarriers } from '../workers/tell-carriers.ts'
import type { FaultReport, Worker } from '../workers/worker.ts'
import type { CarrierWatch } from './carrier-watch.ts'
import { openCarriers } from './open-carriers.ts'

/**
 * Starts the sender of messages, with the carriers that the routes name, and has old messages forgotten.
 *
 * @throws StartError where a carrier cannot be opened.
 */
export async function startMessages(
  core: Core,
  settings: Settings,
  faultOf: (work: string) => FaultReport,
  watch: CarrierWatch,
): Promise<Worker> {
  // Carriers are opened first: one that cannot be leaves nothing running.
  const carriers = (await openCarriers(core, settings, faultOf)).map((carrier) => watch.watch(carrier))
  const workers: Worker[] = [forgetMessages(core, settings['message.keepDays'], faultOf('forgetting messages'))]
  if (carriers.length > 0) {
    const sendsAgain = settings['message.uncertain'] === 'again'
    workers.push(makeBulkMessages(core, faultOf('making the messages of bulks')))
    const failoverMs = settings['message.failover'] * 1000
    workers.push(sendMessages(core, { carriers, failoverMs, sendsAgain, onFault: faultOf('sending messages') }))
    workers.push(tellCarriers(core, carriers, faultOf('telling of carriers')))
  }
  return {
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()))
    },
  }
}
