import type { Row } from '../engine/value.ts'
import { hashText, hashValue, start } from './hash-value.ts'
import { messageSums } from './message-sums.ts'

interface Sum {
  readonly table: string
  /** The column of the checksum. */
  readonly sum: string
  /** The columns that tell a row from every other. */
  readonly key: readonly string[]
  /** The columns whose values are covered beside the key. Bytes come last. */
  readonly content: readonly string[]
  /** Columns that came later, and are covered where they have a value: so rows from before keep their checksums. */
  readonly later?: readonly string[]
}

const ofAccount = { sum: 'checksum', key: ['account_id', 'id'] } as const
const ofBook = { sum: 'checksum', key: [] } as const

/**
 * The checksums of rows that never change once they are written. Each covers what the row is and what it holds, so that a row in
 * the place of another is noticed too. A change gets its number only when it is written, so the number is not covered.
 */
const constantSums = {
  chunk: { ...ofAccount, table: 'chunks', content: ['bytes'] },
  leaf: { ...ofAccount, table: 'phone_leaves', content: ['bytes'] },
  list: { ...ofAccount, table: 'lists', content: ['count', 'chunks'], later: ['entries', 'base_id', 'delta'] },
  index: { ...ofAccount, table: 'lists', sum: 'index_checksum', content: ['phone_index'] },
  change: {
    ...ofBook,
    table: 'changes',
    content: columns('at account_id credential_id name origin noun verb subject before after'),
  },
  call: {
    ...ofAccount,
    table: 'calls',
    content: columns(
      'call_id from_number to_number taker way entry_trunk exit_trunk route originate_id campaign recording disposition',
      'started_at answered_at ended_at details',
    ),
  },
  optOut: {
    ...ofAccount,
    table: 'opt_outs',
    content: columns(
      'number international email folded_email channel since reason unsubscribe_reason source credential_id author',
    ),
  },
} as const satisfies Readonly<Record<string, Sum>>

/**
 * The checksums of rows that change. Only an engine without checksums of its pages keeps them (`Session.sumsRows`). The counts
 * that SQL adds up are not covered: they can be counted again. A migration that adds a column adds it here, and sets the
 * checksums of the table to null.
 */
const changingSums = {
  sieve: { table: 'phone_sieves', sum: 'checksum', key: ['account_id', 'slice', 'group_id'], content: ['bytes'] },
  group: {
    ...ofAccount,
    table: 'groups',
    content: columns(
      'hex_id name description column_a column_b column_c column_d column_e folder_id planned_deletion_at',
      'list_id count next_entry_id end_entry_id created_at updated_at',
    ),
  },
  range: { table: 'entry_ranges', sum: 'checksum', key: ['account_id', 'first_id'], content: ['end_id', 'group_id'] },
  folder: { ...ofAccount, table: 'folders', content: columns('name description parent_id created_at updated_at') },
  contact: {
    ...ofAccount,
    table: 'contacts',
    content: columns(
      'hex_id name number description created_at updated_at first_name last_name email language gender birth_date',
      'street house_number suite postal_code city state province country custom_1 custom_2 custom_3 custom_4 custom_5',
      'custom_6 custom_7 custom_8 custom_9 custom_10 custom_11 custom_12 custom_13 custom_14 custom_15 custom_16',
      'custom_17 custom_18 custom_19 custom_20',
    ),
  },
  extension: {
    ...ofAccount,
    table: 'extensions',
    content: columns(
      'hex_id number name sealed_secret digest technology active caller_id_number call_record push_notification deny',
      'permit dtmf_mode can_reinvite direct_media context host kind nat port qualify call_group pickup_group',
      'call_counter fax_detect call_limit trunk transfer email forward_busy forward_no_answer forward_unavailable',
      'forward_all more_options description created_at updated_at gateway',
    ),
  },
  webhook: {
    ...ofAccount,
    table: 'webhooks',
    content: columns('url dialect format method events username sealed_password created_at'),
  },
  trunk: {
    table: 'trunks',
    sum: 'checksum',
    key: ['account_id', 'name'],
    content: columns(
      'hex_id host port more_hosts username sealed_password caller_id number_form default_number privacy_prefix from_user',
      'realm registers registrar contact_user expiry place strip add_prefix only_prefixes qualify active kind deny permit',
      'dtmf_mode can_reinvite direct_media nat codecs disallow context insecure more_options description created_at',
      'updated_at transport srtp',
    ),
  },
  forwardRule: { table: 'forward_rules', sum: 'checksum', key: ['account_id', 'prefix'], content: ['allowed'] },
  emergencyNumber: {
    table: 'emergency_numbers',
    sum: 'checksum',
    key: ['account_id', 'number'],
    content: ['is_emergency'],
  },
  inboundRoute: {
    ...ofAccount,
    table: 'inbound_routes',
    content: columns('trunk number is_prefix kind targets created_at'),
  },
  incomingRule: {
    ...ofAccount,
    table: 'incoming_rules',
    content: columns('hex_id verdict number labels comment created_at updated_at'),
  },
  recording: {
    ...ofAccount,
    table: 'recordings',
    content: columns('file call_id extension other started_at ended_at bytes sha256'),
  },
  soundFile: {
    table: 'sound_files',
    sum: 'checksum',
    key: ['account_id', 'filename'],
    content: ['sha256', 'created_at', 'bytes'],
  },
  sound: {
    ...ofAccount,
    table: 'sounds',
    content: columns('hex_id list name filename description created_at updated_at'),
  },
  campaign: {
    ...ofAccount,
    table: 'campaigns',
    content: columns(
      'hex_id name description trunk_manager_id context context_text list_id list_count group_ids sound_id tries pause',
      'starts_at ends_at digits opt_out_digit ring_time longest state repeat created_at updated_at',
    ),
  },
  trunkManager: {
    ...ofAccount,
    table: 'trunk_managers',
    content: columns(
      'hex_id title trunk active capacity interval_ms ready_numbers hours time_zone created_at updated_at',
    ),
  },
  schedule: { ...ofAccount, table: 'schedules', content: columns('name time_zone hours holidays created_at') },
  inboundBranch: {
    table: 'inbound_branches',
    sum: 'checksum',
    key: ['account_id', 'route_id', 'name'],
    content: ['kind', 'targets'],
  },
  ...messageSums,
  upload: {
    table: 'uploads',
    sum: 'checksum',
    key: ['account_id', 'filename'],
    content: columns('list_id count titles created_at expires_at'),
  },
  preview: { ...ofAccount, table: 'previews', content: columns('filename about list_id count created_at expires_at') },
  previewReject: {
    table: 'preview_rejects',
    sum: 'checksum',
    key: ['account_id', 'preview_id', 'last_line'],
    content: ['rejects'],
  },
  account: {
    ...ofBook,
    table: 'accounts',
    content: columns('id name folded_name enabled created_at master_hash removed_at country time_zone'),
  },
  membership: { table: 'memberships', sum: 'checksum', key: ['account_id', 'group_id', 'contact_id'], content: [] },
  network: { table: 'networks', sum: 'checksum', key: ['cidr'], content: [] },
  sipNetwork: { table: 'sip_networks', sum: 'checksum', key: ['cidr'], content: [] },
  block: { table: 'blocks', sum: 'checksum', key: ['dialect', 'address'], content: columns('created_at until spares') },
  pbxAccount: { table: 'pbx_account', sum: 'checksum', key: ['one'], content: ['account_id'] },
  callSettings: {
    table: 'call_settings',
    sum: 'checksum',
    key: ['one'],
    content: columns(
      'ring_time forwards_always push_wait missed_mail media_address rtp_timeout rtp_timeout_on_hold session_expires',
      'translates_opus',
    ),
  },
  person: {
    ...ofBook,
    table: 'people',
    content: columns(
      'id account_id name folded_name role password_hash invitation_hash invited_until enabled created_at',
    ),
  },
  session: { ...ofBook, table: 'sessions', content: columns('id person_id token_hash address agent created_at until') },
  credential: {
    ...ofBook,
    table: 'credentials',
    content: columns(
      'id account_id dialect scheme username password_hash token_hash permissions reveals_secrets enabled created_at',
    ),
    later: ['requires_match', 'same_body_within'],
  },
} as const satisfies Readonly<Record<string, Sum>>

/** All checksums that the book keeps. */
export const sums = { ...constantSums, ...changingSums }

function columns(...lines: readonly string[]): readonly string[] {
  return lines.join(' ').split(' ')
}

/** Whether the rows with such a checksum never change. */
export function isConstant(name: SumName): boolean {
  return name in constantSums
}

/** The checksums of a table. */
export function sumsOf(table: string): readonly SumName[] {
  return sumsByTable.get(table) ?? []
}

const sumsByTable = Map.groupBy(Object.keys(sums) as SumName[], (name): string => sums[name].table)

/** The name of a checksum. */
export type SumName = keyof typeof sums

const byId: ReadonlySet<SumName> = new Set(['account', 'credential', 'person', 'session'])

/** The columns by which a row is found. */
export function keyOf(name: SumName): readonly string[] {
  if (name === 'change') return ['number']
  return byId.has(name) ? ['id'] : sums[name].key
}

/** The columns that a checksum covers, beside the key. */
export function coveredBy(name: SumName): readonly string[] {
  const { content, later = [] }: Sum = sums[name]
  return [...content, ...later]
}

/**
 * The checksum of a row that has none: on PostgreSQL of every row that changes, and of one that an older server wrote. Null is no
 * checksum at all: a damaged row of SQLite reads so where it ends too early.
 */
export const noSum = 0

/**
 * The checksum that a row must have: a hash of its values, one after another. Short values are hashed here (FNV-1a), faster than the
 * library can be called; bytes and long texts have the CRC-32 of the library, begun with the hash so far. Either notices every
 * single bit. It is never {@link noSum}.
 */
export function checksumOf(name: SumName, row: Row): number {
  const { begun, columns, later } = plans[name]
  let hash = begun
  for (const column of columns) hash = hashValue(row[column] ?? null, hash)
  for (const column of later) {
    const value = row[column] ?? null
    if (value !== null) hash = hashValue(value, hash)
  }
  return hash >>> 0 || 1
}

/** How the rows of a checksum are hashed: `begun` is the hash of its name. */
interface Plan {
  readonly begun: number
  readonly columns: readonly string[]
  readonly later: readonly string[]
}

const plans = Object.fromEntries(
  Object.entries(sums).map(([name, { key, content, later = [] }]: [string, Sum]): [string, Plan] => [
    name,
    { begun: hashText(name, start), columns: [...key, ...content], later },
  ]),
) as Record<SumName, Plan>
