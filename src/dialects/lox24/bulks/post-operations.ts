import { sendBulk, tryBulk } from '../../../core/bulk/send-bulk.ts'
import { bodyOf } from '../about.ts'
import { operation } from '../operation.ts'
import { withViolations } from '../sms/sms-body.ts'
import { bulkResource } from './bulk.wire.ts'
import { bulkBody, readBulk } from './bulk-body.ts'

/** Takes a bulk. */
export const bulksPostCollection = operation({
  name: 'api_bulks_post_collection',
  method: 'POST',
  url: '/bulks',
  hasSuffix: true,
  about: () => ({
    summary: 'Send a message to groups and phones',
    body: bodyOf(bulkBody, 'text', 'sender_id'),
    answer: { kind: 'resource', type: 'bulks', status: 201 },
    errors: [402],
  }),
  async answer(core, { caller, body, address }) {
    const wanted = readBulk(body())
    const bulk = await withViolations(wanted, () => sendBulk(core, caller, { ...wanted, address }))
    return { kind: 'resource', status: 201, resource: bulkResource(bulk) }
  },
})

/** Answers as if a bulk had been taken, and writes nothing. */
export const bulksPostDryrun = operation({
  name: 'api_bulks_post_dryrun_collection',
  method: 'POST',
  url: '/bulks/dryrun',
  about: () => ({
    summary: 'Try a bulk, which is not sent',
    body: bodyOf(bulkBody, 'text', 'sender_id'),
    answer: { kind: 'resource', type: 'bulks', status: 201 },
    errors: [402],
  }),
  async answer(core, { caller, body, address }) {
    const wanted = readBulk(body())
    const bulk = await withViolations(wanted, () => tryBulk(core, caller, { ...wanted, address }))
    return { kind: 'resource', status: 201, resource: bulkResource(bulk) }
  },
})
