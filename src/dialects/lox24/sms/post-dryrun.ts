import { tryMessage } from '../../../core/message/send-message.ts'
import { bodyOf } from '../about.ts'
import { operation } from '../operation.ts'
import { smsResource } from './sms.wire.ts'
import { readSms, smsBody, withViolations } from './sms-body.ts'

/** Answers as if a message had been queued, and writes nothing. */
export const smsPostDryrun = operation({
  name: 'api_sms_post_dryrun_collection',
  method: 'POST',
  url: '/sms/dryrun',
  about: () => ({
    summary: 'Try a message, which is not sent',
    body: bodyOf(smsBody, 'text', 'sender_id', 'phone'),
    answer: { kind: 'resource', type: 'sms', status: 201 },
    errors: [402],
  }),
  async answer(core, { caller, body, address }) {
    const wanted = readSms(body())
    const message = await withViolations(wanted, () => tryMessage(core, caller, { ...wanted, address }))
    return { kind: 'resource', status: 201, resource: smsResource(message) }
  },
})
