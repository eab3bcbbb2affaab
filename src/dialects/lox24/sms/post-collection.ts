import { sendMessage } from '../../../core/message/send-message.ts'
import { bodyOf } from '../about.ts'
import { operation } from '../operation.ts'
import { smsResource } from './sms.wire.ts'
import { readSms, smsBody, withViolations } from './sms-body.ts'

/** Queues a message. */
export const smsPostCollection = operation({
  name: 'api_sms_post_collection',
  method: 'POST',
  url: '/sms',
  hasSuffix: true,
  about: () => ({
    summary: 'Send a message',
    body: bodyOf(smsBody, 'text', 'sender_id', 'phone'),
    answer: { kind: 'resource', type: 'sms', status: 201 },
    errors: [402],
  }),
  async answer(core, { caller, body, address }) {
    const wanted = readSms(body())
    const message = await withViolations(wanted, () => sendMessage(core, caller, { ...wanted, address }))
    return { kind: 'resource', status: 201, resource: smsResource(message) }
  },
})
