const ofAccount = { sum: 'checksum', key: ['account_id', 'id'] } as const

/** What the checksums of messages, of both directions, and of bulks cover. The counts of a bulk are added up by SQL, and are not covered. */
export const messageSums = {
  message: {
    ...ofAccount,
    table: 'messages',
    content: [
      ...[
        'hex_id',
        'bulk_id',
        'number',
        'country',
        'sender',
        'text',
        'alphabet',
        'characters',
        'parts',
        'route',
        'price',
      ],
      ...[
        'callback_data',
        'label',
        'language',
        'forgets_text',
        'planned_at',
        'due_at',
        'valid_until',
        'state',
        'reason',
      ],
      ...['uncertain', 'claimed_by', 'sent_at', 'ended_at', 'created_at', 'credential_id', 'address', 'origin'],
    ],
  },
  'incoming-message': {
    ...ofAccount,
    table: 'incoming_messages',
    content: [
      ...['hex_id', 'sender', 'receiver', 'text', 'received_at', 'answers', 'carrier', 'carrier_id', 'opts_out'],
    ],
  },
  bulk: {
    ...ofAccount,
    table: 'bulks',
    content: [
      ...[
        'hex_id',
        'text',
        'alphabet',
        'sender',
        'route',
        'callback_data',
        'label',
        'language',
        'planned_at',
        'due_at',
      ],
      ...[
        'group_ids',
        'lists',
        'country',
        'state',
        'created_at',
        'ended_at',
        'credential_id',
        'address',
        'origin',
        'size',
      ],
    ],
  },
}
