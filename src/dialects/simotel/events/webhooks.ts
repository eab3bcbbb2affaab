import type { BookEvent } from '../../../core/event/event.ts'
import type { WebhookForm } from '../../dialect.ts'
import { eventNames, eventPayload, type SimotelEvent } from './event.wire.ts'

/** The vendor's webhooks: `g4` sends all events to one address, `rest4` each to a path of its own. */
export const webhooks: WebhookForm = {
  formats: ['g4', 'rest4'],
  methods: ['POST', 'GET'],
  eventNames,
  shape({ url: address, format, method }, event) {
    if (!isSimotelEvent(event)) throw new Error(`Simotel tells of no ${event.kind}`)
    const url = new URL(address)
    if (format === 'rest4') url.pathname = `${url.pathname.replace(/\/$/, '')}/${eventNames[event.kind]}`
    const payload = eventPayload(event)
    if (method === 'GET') {
      for (const [name, value] of Object.entries(payload)) {
        url.searchParams.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
      }
      return { method, url: url.href, headers: {}, body: null }
    }
    const body = JSON.stringify(payload)
    const headers = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }
    return { method, url: url.href, headers, body }
  },
}

function isSimotelEvent(event: BookEvent): event is SimotelEvent {
  return event.kind in eventNames
}
