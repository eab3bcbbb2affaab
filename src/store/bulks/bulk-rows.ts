import type { Bulk, BulkState } from '../../core/bulk/bulk.ts'
import type { Alphabet } from '../../core/message/message.ts'
import { whole } from '../checks/damaged.ts'
import type { Row, Value } from '../engine/value.ts'

export const table = 'bulks'

export function toRow(bulk: Bulk): Record<string, Value> {
  const { counts, next } = bulk
  return {
    ...{ account_id: bulk.accountId, id: bulk.id, hex_id: bulk.hexId, text: bulk.text, alphabet: bulk.alphabet },
    ...{ sender: bulk.sender, route: bulk.route, callback_data: bulk.callbackData, label: bulk.label },
    ...{ language: bulk.language, planned_at: bulk.plannedAt, due_at: bulk.dueAt, country: bulk.country },
    ...{ group_ids: JSON.stringify(bulk.groupIds), lists: JSON.stringify(bulk.lists), state: bulk.state },
    ...{ created_at: bulk.createdAt, ended_at: bulk.endedAt, credential_id: bulk.credentialId },
    ...{ address: bulk.address, origin: bulk.origin, size: counts.size, next_list: next.list, next_entry: next.entry },
    ...{ looked: counts.size - counts.left, repeated: counts.repeated, queued: counts.queued, sent: counts.sent },
    ...{ delivered: counts.delivered, failed: counts.failed, expired: counts.expired, cancelled: counts.cancelled },
    skipped: counts.skipped,
  }
}

/** A row as a bulk, once its checksum is found right. */
export function toBulk(row: Row): Bulk {
  whole('bulk', row)
  const count = (column: string): number => row[column] as number
  return {
    accountId: count('account_id'),
    id: count('id'),
    hexId: row.hex_id as string,
    text: row.text as string,
    alphabet: row.alphabet as Alphabet | null,
    sender: row.sender as string,
    route: row.route as string,
    callbackData: row.callback_data as string | null,
    label: row.label as number | null,
    language: row.language as string | null,
    plannedAt: row.planned_at as number | null,
    dueAt: count('due_at'),
    groupIds: JSON.parse(row.group_ids as string),
    lists: JSON.parse(row.lists as string),
    country: row.country as string | null,
    next: { list: count('next_list'), entry: count('next_entry') },
    counts: {
      ...{ size: count('size'), left: count('size') - count('looked'), repeated: count('repeated') },
      ...{ queued: count('queued'), sent: count('sent'), delivered: count('delivered'), failed: count('failed') },
      ...{ expired: count('expired'), cancelled: count('cancelled'), skipped: count('skipped') },
    },
    state: row.state as BulkState,
    createdAt: count('created_at'),
    endedAt: row.ended_at as number | null,
    credentialId: row.credential_id as number | null,
    address: row.address as string | null,
    origin: row.origin as string,
  }
}
