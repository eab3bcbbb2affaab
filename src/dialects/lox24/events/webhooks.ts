import type { BookEvent, MessageEvent } from '../../../core/event/event.ts'
import type { WebhookForm } from '../../dialect.ts'
import { apiVersion, eventNames, eventPayload } from './event.wire.ts'

/** The vendor's notifications: each event is posted as JSON. */
export const webhooks: WebhookForm = {
  formats: [apiVersion],
  methods: ['POST'],
  eventNames,
  shape({ accountId, url, method }, event, posting) {
    if (!isMessageEvent(event)) throw new Error(`LOX24 tells of no ${event.kind}`)
    const body = JSON.stringify(eventPayload(event, accountId, posting))
    const headers = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }
    return { method, url, headers, body }
  },
}

function isMessageEvent(event: BookEvent): event is MessageEvent {
  return event.kind in eventNames
}
