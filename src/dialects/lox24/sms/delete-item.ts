import { removeMessage } from '../../../core/message/stop-messages.ts'
import { operation } from '../operation.ts'
import { refOf } from './get-item.ts'

/** Removes a message. One that waits does not leave any more. */
export const smsDeleteItem = operation({
  name: 'api_sms_delete_item',
  method: 'DELETE',
  url: '/sms/:uuid',
  about: () => ({ summary: 'Remove a message', answer: { kind: 'nothing' } }),
  async answer(core, { caller, params }) {
    await removeMessage(core, caller, refOf(params.uuid))
    return { kind: 'nothing' }
  },
})
