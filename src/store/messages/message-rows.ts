import type { Alphabet, Message, MessageField, MessageState } from '../../core/message/message.ts'
import { whole } from '../checks/damaged.ts'
import type { Row, Value } from '../engine/value.ts'

export const table = 'messages'

/** The column of each field by which messages are found. */
export const columns: Readonly<Record<MessageField, string>> = {
  ...{
    id: 'id',
    hexId: 'hex_id',
    bulkId: 'bulk_id',
    number: 'number',
    country: 'country',
    sender: 'sender',
    text: 'text',
  },
  ...{ alphabet: 'alphabet', characters: 'characters', parts: 'parts', route: 'route', label: 'label' },
  ...{ callbackData: 'callback_data', plannedAt: 'planned_at', state: 'state', reason: 'reason', sentAt: 'sent_at' },
  ...{ createdAt: 'created_at', credentialId: 'credential_id', address: 'address' },
}

export function toRow(message: Message): Record<string, Value> {
  return {
    account_id: message.accountId,
    id: message.id,
    hex_id: message.hexId,
    bulk_id: message.bulkId ?? 0,
    number: message.number,
    country: message.country,
    sender: message.sender,
    text: message.text,
    alphabet: message.alphabet,
    characters: message.characters,
    parts: message.parts,
    route: message.route,
    price: message.price,
    callback_data: message.callbackData,
    label: message.label,
    language: message.language,
    forgets_text: Number(message.forgetsText),
    planned_at: message.plannedAt,
    due_at: message.dueAt,
    valid_until: message.validUntil,
    state: message.state,
    reason: message.reason,
    uncertain: Number(message.isUncertain),
    claimed_by: message.claimedBy,
    sent_at: message.sentAt,
    ended_at: message.endedAt,
    created_at: message.createdAt,
    credential_id: message.credentialId,
    address: message.address,
    origin: message.origin,
  }
}

export function toMessage(row: Row): Message {
  whole('message', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    hexId: row.hex_id as string,
    bulkId: (row.bulk_id as number) || null,
    number: row.number as string,
    country: row.country as string | null,
    sender: row.sender as string,
    text: row.text as string,
    alphabet: row.alphabet as Alphabet,
    characters: row.characters as number,
    parts: row.parts as number,
    route: row.route as string,
    price: row.price as number,
    callbackData: row.callback_data as string | null,
    label: row.label as number | null,
    language: row.language as string | null,
    forgetsText: row.forgets_text === 1,
    plannedAt: row.planned_at as number | null,
    dueAt: row.due_at as number,
    validUntil: row.valid_until as number,
    state: row.state as MessageState,
    reason: row.reason as string | null,
    isUncertain: row.uncertain === 1,
    claimedBy: row.claimed_by as string | null,
    sentAt: row.sent_at as number | null,
    endedAt: row.ended_at as number | null,
    createdAt: row.created_at as number,
    credentialId: row.credential_id as number | null,
    address: row.address as string | null,
    origin: row.origin as string,
  }
}

/** Names a message of any account. */
export interface MessageKey {
  readonly accountId: number
  readonly id: number
}

/** The name of a message among those of all accounts. */
export function nameOf({ accountId, id }: MessageKey): string {
  return `${accountId} ${id}`
}
