import type { EventKind, MessageEvent } from '../../../core/event/event.ts'
import { messageStates } from '../../../core/message/message.ts'
import { unsubscribeReasons } from '../../../core/opt-out/opt-out.ts'
import type { Posting } from '../../../core/webhook/courier.ts'
import { reportOf, statusOf } from '../sms/sms.wire.ts'
import { uuidOf } from '../sms/uuid.ts'

/** The vendor's names of the events (docs/wire/lox24.md §3.5). */
export const eventNames = {
  'message-ended': 'sms.delivery',
  'message-received': 'sms.incoming',
  'number-unsubscribed': 'phone.unsubscribe',
} as const satisfies Record<MessageEvent['kind'], string> & Partial<Record<EventKind, string>>

/** The version of the form, as each event names it. */
export const apiVersion = '2022-05-25'

/** The reason of those who give none of the vendor's: "other". */
const otherReason = 6

/** An event in the vendor's envelope. Its tables say `attempt_total`, its samples `attempts_total`: both are there. */
export function eventPayload(event: MessageEvent, accountId: number, { delivery, attempt, attempts }: Posting): object {
  const uuid = uuidOf(event.message.hexId)
  return {
    id: withEnd(uuid, numberOf(event)),
    data: dataOf(event, accountId),
    name: eventNames[event.kind],
    created_at: seconds(delivery.createdAt),
    api_version: apiVersion,
    attempt_number: attempt,
    attempt_total: attempts,
    attempts_total: attempts,
    notification_task_id: withEnd(uuid, delivery.id + largestNumber),
  }
}

const kinds = Object.keys(eventNames)
const largestNumber = kinds.length * messageStates.length

/** A number of the event among those of its message, from 1 on: a message may be said to have failed, and have arrived for all that. */
function numberOf(event: MessageEvent): number {
  const state = event.kind === 'message-ended' ? messageStates.indexOf(event.message.state) : 0
  return 1 + kinds.indexOf(event.kind) + kinds.length * state
}

function dataOf(event: MessageEvent, accountId: number): object {
  switch (event.kind) {
    case 'message-ended': {
      const { message } = event
      return {
        id: uuidOf(message.hexId),
        key_id: message.credentialId,
        dlr_code: reportOf(message),
        status_code: statusOf(message),
        callback_data: message.callbackData,
      }
    }
    case 'message-received': {
      const { hexId, to, from, text, receivedAt, answers } = event.message
      const msgUuid = answers === null ? null : uuidOf(answers)
      return { id: uuidOf(hexId), to, from, text, received_at: seconds(receivedAt), msg_uuid: msgUuid }
    }
    case 'number-unsubscribed': {
      const { from, text, receivedAt, reason } = event.message
      const id = reason ?? otherReason
      // None of them comes from a form: there is no campaign, no short link and no request.
      return {
        phone: from,
        user_id: accountId,
        created_at: seconds(receivedAt),
        campaign_code: '',
        additional_data: {
          reason: { id, label: unsubscribeReasons[id] },
          additional_text: text,
        },
        short_link_code: '',
        unsubscribe_request_id: 0,
      }
    }
  }
}

/** The UUID of a message with another number in its last 24 bits, which its own has as zeros. */
function withEnd(uuid: string, number: number): string {
  return uuid.slice(0, -6) + (number % 2 ** 24).toString(16).padStart(6, '0')
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}
