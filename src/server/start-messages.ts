import { paperCarrier } from '../carrier/paper.ts'
import type { Settings } from '../config/config.ts'
import type { Core } from '../core/core.ts'
import { forgetMessages } from '../workers/forget-messages.ts'
import { makeBulkMessages } from '../workers/make-bulk-messages.ts'
import { sendMessages } from '../workers/send-messages.ts'
import type { FaultReport, Worker } from '../workers/worker.ts'

/** Starts the sender of messages, with the carriers that the routes name, and has old messages forgotten. */
export function startMessages(core: Core, settings: Settings, faultOf: (work: string) => FaultReport): Worker {
  const { store, clock, messageRules } = core
  const workers: Worker[] = [forgetMessages(core, settings['message.keepDays'], faultOf('forgetting messages'))]
  if (messageRules.routes.length > 0) {
    const onReceipts = store.messageQueue.receive
    const paper = paperCarrier({ tray: store.paper, clock, onReceipts, onFault: faultOf('the paper carrier') })
    const sendsAgain = settings['message.uncertain'] === 'again'
    workers.push(makeBulkMessages(core, faultOf('making the messages of bulks')))
    workers.push(sendMessages(core, { carriers: [paper], sendsAgain, onFault: faultOf('sending messages') }))
  }
  return {
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()))
    },
  }
}
