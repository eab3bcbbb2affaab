import type { Bulk, BulkState } from '../../../core/bulk/bulk.ts'
import { orNull } from '../../fields.ts'
import { arrayOf, boolean, integer, type Shown, string } from '../../schemas.ts'
import type { Resource } from '../answer.ts'

export const collectionIri = '/bulks'

/** The codes of `status_code`. A bulk that is paused is still running for the vendor. */
export const statuses: Readonly<Record<BulkState, number>> = {
  ...{ new: 0, running: 5, paused: 5, done: 10, cancelled: 15, empty: 201 },
}

/** The members of a bulk as it is answered. */
export const shownBulk = {
  id: integer,
  callback_data: orNull(string),
  created_at: integer,
  delivery_at: integer,
  finished_at: integer,
  ip: orNull(string),
  is_unicode: orNull(boolean),
  key_id: orNull(integer),
  msg_groups: arrayOf(integer),
  sender_id: string,
  service_code: string,
  sms_cancelled_count: integer,
  sms_count: integer,
  sms_delivered_count: integer,
  sms_failed_count: integer,
  sms_queued_count: integer,
  sms_repeated_count: integer,
  sms_sent_count: integer,
  sms_skipped_count: integer,
  source: integer,
  status_code: { type: 'integer', enum: [...new Set(Object.values(statuses))] },
  text: string,
  voice_lang: orNull(string),
}

/** A bulk as it is answered. */
export function bulkResource(bulk: Bulk): Resource {
  const { counts } = bulk
  return {
    type: 'bulks',
    iri: `${collectionIri}/${bulk.id}`,
    fields: {
      id: bulk.id,
      callback_data: bulk.callbackData,
      created_at: secondsOf(bulk.createdAt),
      delivery_at: secondsOf(bulk.plannedAt),
      finished_at: secondsOf(bulk.endedAt),
      ip: bulk.address,
      is_unicode: bulk.alphabet === null ? null : bulk.alphabet === 'unicode',
      key_id: bulk.credentialId,
      msg_groups: [...bulk.groupIds],
      sender_id: bulk.sender,
      service_code: bulk.route,
      sms_cancelled_count: counts.cancelled,
      sms_count: counts.size,
      sms_delivered_count: counts.delivered,
      sms_failed_count: counts.failed + counts.expired,
      sms_queued_count: counts.left + counts.queued,
      sms_repeated_count: counts.repeated,
      sms_sent_count: counts.sent,
      sms_skipped_count: counts.skipped,
      source: bulk.label ?? 0,
      status_code: statuses[bulk.state],
      text: bulk.text,
      voice_lang: bulk.language,
    } satisfies Shown<typeof shownBulk>,
  }
}

function secondsOf(at: number | null): number {
  return at === null ? 0 : Math.floor(at / 1000)
}
