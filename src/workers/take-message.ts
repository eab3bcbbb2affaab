import type { Core } from '../core/core.ts'
import { Refusal } from '../core/errors.ts'
import { receiveMessage } from '../core/incoming-message/receive-message.ts'
import { receiverOf } from '../core/incoming-message/receiver-of.ts'
import type { TakeMessage } from '../core/message/carrier.ts'
import { onAccount, serverItself } from '../core/permission/callers.ts'
import type { FaultReport } from './worker.ts'

/** Takes messages that carriers bring, for the accounts of `message.receivers`. One that is not kept is a fault that people are told of. */
export function takeMessages(core: Core, onFault: FaultReport): TakeMessage {
  const carrier = serverItself('messages that come in', ['message.add'])
  return async (brought) => {
    const account = await receiverOf(core, brought.to)
    if (!account) {
      onFault(new Error(`a message to ${brought.to} is for no account: see message.receivers`))
      return false
    }
    try {
      await receiveMessage(core, onAccount(carrier, account.id), brought)
      return true
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'unavailable') throw error
      onFault(error)
      return false
    }
  }
}
