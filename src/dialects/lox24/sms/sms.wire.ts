import type { Message } from '../../../core/message/message.ts'
import { uncertainReason } from '../../../core/message/settle-message.ts'
import { orNull } from '../../fields.ts'
import { boolean, integer, type Shown, string } from '../../schemas.ts'
import type { Resource } from '../answer.ts'
import { uuidOf } from './uuid.ts'

export const collectionIri = '/sms'

/** The reason of a message that a key has stopped, as opposed to the command line. */
export const stoppedByKey = 'stopped by a key of LOX24'

/** The codes of `status_code` (docs/wire/lox24.md §3.3 and §8). */
export const statuses = {
  ...{
    new: 0,
    sent: 100,
    blocked: 208,
    tooLate: 400,
    stopped: 410,
    refused: 2000,
    uncertain: 5000,
    stoppedByKey: 6000,
  },
} as const

/** The codes of `dlr_code`. */
export const reports = { none: 0, delivered: 1, queued: 2, onItsWay: 4, expired: 8, rejected: 16 } as const

/** The members of a message as it is answered, in the order of the vendor's sample. */
export const shownSms = {
  bulk_id: orNull(integer),
  callback_data: orNull(string),
  chars_count: integer,
  clicks: string,
  created_at: integer,
  delivery_at: integer,
  dlr_code: { type: 'integer', enum: Object.values(reports) },
  gateway_sent_at: integer,
  ip: orNull(string),
  is_sent: boolean,
  is_text_deleted: boolean,
  is_unicode: boolean,
  iso2: orNull(string),
  key_id: orNull(integer),
  parts_count: integer,
  phone: string,
  price: { type: 'number' },
  requests: string,
  sender_id: string,
  service_code: string,
  source: integer,
  status_code: { type: 'integer', enum: Object.values(statuses) },
  text: string,
  uuid: string,
  voice_lang: orNull(string),
}

/** A message as it is answered. */
export function smsResource(message: Message): Resource {
  const uuid = uuidOf(message.hexId)
  const iri = `${collectionIri}/${uuid}`
  return {
    type: 'sms',
    iri,
    fields: {
      bulk_id: message.bulkId,
      callback_data: message.callbackData,
      chars_count: message.characters,
      clicks: `${iri}/clicks`,
      created_at: secondsOf(message.createdAt),
      delivery_at: secondsOf(message.plannedAt),
      dlr_code: reportOf(message),
      gateway_sent_at: secondsOf(message.sentAt),
      ip: message.address,
      is_sent: message.sentAt !== null,
      is_text_deleted: message.forgetsText,
      is_unicode: message.alphabet === 'unicode',
      iso2: message.country,
      key_id: message.credentialId,
      parts_count: message.parts,
      phone: message.number,
      price: amountOf(message.price),
      requests: `${iri}/requests`,
      sender_id: message.sender,
      service_code: message.route,
      source: message.label ?? 0,
      status_code: statusOf(message),
      text: message.text,
      uuid,
      voice_lang: message.language,
    } satisfies Shown<typeof shownSms>,
  }
}

/** A sum in millionths as the vendor shows sums. */
export function amountOf(millionths: number): number {
  return millionths / 1_000_000
}

/** A time in Unix seconds; 0 for none, as the vendor's samples have it. */
function secondsOf(at: number | null): number {
  return at === null ? 0 : Math.floor(at / 1000)
}

/** The `status_code` of a message. */
export function statusOf({ state, reason, sentAt }: Pick<Message, 'state' | 'reason' | 'sentAt'>): number {
  if (sentAt !== null) return statuses.sent
  if (state === 'skipped') return statuses.blocked
  if (state === 'expired') return statuses.tooLate
  if (state === 'cancelled') return reason === stoppedByKey ? statuses.stoppedByKey : statuses.stopped
  if (state === 'failed') return reason === uncertainReason ? statuses.uncertain : statuses.refused
  return statuses.new
}

/** The `dlr_code` of a message. */
export function reportOf({ state, reason }: Pick<Message, 'state' | 'reason'>): number {
  if (state === 'delivered') return reports.delivered
  if (state === 'sent') return reports.onItsWay
  if (state === 'expired') return reports.expired
  const isRejected = state === 'skipped' || (state === 'failed' && reason !== uncertainReason)
  return isRejected ? reports.rejected : reports.none
}
