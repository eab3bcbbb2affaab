import { getIncomingMessage } from '../../../core/incoming-message/find-incoming-messages.ts'
import { removeIncomingMessage } from '../../../core/incoming-message/remove-incoming-message.ts'
import { operation } from '../operation.ts'
import { refOf } from '../sms/get-item.ts'
import { incomingResource } from './incoming.wire.ts'

/** Shows a message that came in. */
export const incomingsGetItem = operation({
  name: 'api_incomings_get_item',
  method: 'GET',
  url: '/incomings/:uuid',
  about: () => ({
    summary: 'Show a message that came in',
    answer: { kind: 'resource', type: 'incomings', status: 200 },
  }),
  async answer(core, { caller, params }) {
    const message = await getIncomingMessage(core, caller, refOf(params.uuid))
    return { kind: 'resource', status: 200, resource: incomingResource(message) }
  },
})

/** Removes a message that came in. */
export const incomingsDeleteItem = operation({
  name: 'api_incomings_delete_item',
  method: 'DELETE',
  url: '/incomings/:uuid',
  about: () => ({ summary: 'Remove a message that came in', answer: { kind: 'nothing' } }),
  async answer(core, { caller, params }) {
    await removeIncomingMessage(core, caller, refOf(params.uuid))
    return { kind: 'nothing' }
  },
})
