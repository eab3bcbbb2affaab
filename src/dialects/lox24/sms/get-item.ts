import { getMessage } from '../../../core/message/find-messages.ts'
import type { MessageRef } from '../../../core/message/message.ts'
import { denials } from '../errors.ts'
import { operation } from '../operation.ts'
import { smsResource } from './sms.wire.ts'
import { hexIdOf } from './uuid.ts'

/** Shows a message. */
export const smsGetItem = operation({
  name: 'api_sms_get_item',
  method: 'GET',
  url: '/sms/:uuid',
  about: () => ({ summary: 'Show a message', answer: { kind: 'resource', type: 'sms', status: 200 } }),
  async answer(core, { caller, params }) {
    const message = await getMessage(core, caller, refOf(params.uuid))
    return { kind: 'resource', status: 200, resource: smsResource(message) }
  },
})

/** The message that a path names. @throws Lox24Denial 404 for what no message can have. */
export function refOf(uuid: string | undefined): Extract<MessageRef, { readonly hexId: string }> {
  const hexId = hexIdOf(uuid ?? '')
  if (hexId === undefined) throw denials.notFound()
  return { hexId }
}
