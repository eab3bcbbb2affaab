/** A property of a resource, as the API documentation describes it. */
export interface Property {
  readonly range: string
  /** The class of its values, where its range is a list. */
  readonly itemClass?: string
  readonly description: string
  readonly isRequired?: true
  readonly isReadOnly?: true
  readonly isWriteOnly?: true
}

/** A resource and its properties. The id is no property: `@id` ends in it. */
export interface ResourceClass {
  readonly description: string
  readonly properties: Readonly<Record<string, Property>>
  /** Methods that an item answers to. */
  readonly itemMethods: readonly ('GET' | 'PUT' | 'DELETE')[]
}

const text = 'xmls:string'
const integer = 'xmls:integer'
/**
 * The range by which api-doc-parser knows a list. It takes `#phones` for a text, since that class has no collection in
 * the entry point.
 */
const list = 'xmls:array'

function columns(names: readonly string[], description: string): Readonly<Record<string, Property>> {
  return Object.fromEntries(names.map((name) => [name, { range: text, description }]))
}

function readOnly(range: string, names: readonly string[]): Readonly<Record<string, Property>> {
  return Object.fromEntries(
    names.map((name) => [name, { range, description: name.replaceAll('_', ' '), isReadOnly: true } as const]),
  )
}

/** Every resource, by the name of its type. */
export const resourceClasses: Readonly<
  Record<'groups' | 'phones' | 'client' | 'BlockedNumber' | 'sms' | 'bulks' | 'incomings', ResourceClass>
> = {
  groups: {
    description: "Phone's group",
    itemMethods: ['GET', 'PUT', 'DELETE'],
    properties: {
      name: { range: text, description: 'Group name', isRequired: true },
      description: { range: text, description: 'Group description' },
      ...columns(['name_a', 'name_b', 'name_c', 'name_d', 'name_e'], 'Name of the column'),
      count_items: { range: integer, description: 'Count of the item in the group', isReadOnly: true },
      deleted_at: { range: 'xmls:dateTime', description: 'Date and time when group will be deleted' },
      phones: { range: list, itemClass: '#phones', description: 'Phones list by group', isWriteOnly: true },
    },
  },
  phones: {
    description: 'Phones list by group',
    itemMethods: ['GET', 'PUT', 'DELETE'],
    properties: {
      phone: { range: text, description: 'Phone number', isRequired: true },
      ...columns(['a', 'b', 'c', 'd', 'e'], 'Phone column data'),
      callback_data: { range: text, description: 'String which will be send back to your endpoint.' },
      subscribed_at: { range: integer, description: 'Timestamp of the subscription by a link', isReadOnly: true },
      unsubscribed_at: { range: integer, description: 'Timestamp of the unsubscription by a link', isReadOnly: true },
      unsubscribe_reason: { range: integer, description: 'Unsubscribe reason, 1 to 6', isReadOnly: true },
    },
  },
  BlockedNumber: {
    description: 'Blocked phone number',
    itemMethods: ['DELETE'],
    properties: {
      number: { range: text, description: 'Phone number in international format', isRequired: true },
      type: { range: integer, description: '1 blocked by customer, 2 unsubscribed by user', isReadOnly: true },
      added_at: { range: 'xmls:dateTime', description: 'Date and time when the number was blocked', isReadOnly: true },
    },
  },
  sms: {
    description: 'SMS',
    itemMethods: ['GET', 'DELETE'],
    properties: {
      text: { range: text, description: 'Message text', isRequired: true },
      sender_id: { range: text, description: 'Sender ID or phone number', isRequired: true },
      phone: { range: text, description: 'Recipient (international) number', isRequired: true },
      service_code: { range: text, description: 'Code of the service' },
      delivery_at: { range: integer, description: 'Scheduled delivery timestamp' },
      source: { range: integer, description: 'Message source or origin' },
      is_unicode: { range: 'xmls:boolean', description: 'Whether the message is of Unicode' },
      voice_lang: { range: text, description: 'Voice message language' },
      is_text_deleted: { range: 'xmls:boolean', description: 'Whether the text is deleted after sending' },
      callback_data: { range: text, description: 'String which will be send back to your endpoint.' },
      ...readOnly(text, ['uuid', 'clicks', 'requests', 'ip', 'iso2']),
      ...readOnly(integer, ['chars_count', 'parts_count', 'created_at', 'gateway_sent_at', 'key_id', 'bulk_id']),
      ...readOnly(integer, ['dlr_code', 'status_code']),
      ...readOnly('xmls:boolean', ['is_sent']),
      ...readOnly('xmls:decimal', ['price']),
    },
  },
  bulks: {
    description: 'Bulk SMS',
    itemMethods: ['GET'],
    properties: {
      text: { range: text, description: 'Message text, with placeholders', isRequired: true },
      sender_id: { range: text, description: 'Sender ID or phone number', isRequired: true },
      phones: { range: text, description: 'Phone numbers' },
      msg_groups: { range: integer, description: 'IDs of groups' },
      service_code: { range: text, description: 'Code of the service' },
      delivery_at: { range: integer, description: 'Scheduled delivery timestamp' },
      source: { range: integer, description: 'Message source or origin' },
      is_unicode: { range: 'xmls:boolean', description: 'Whether the messages are of Unicode' },
      voice_lang: { range: text, description: 'Voice message language' },
      callback_data: { range: text, description: 'String which will be send back to your endpoint.' },
      ...readOnly(text, ['ip']),
      ...readOnly(integer, ['created_at', 'key_id', 'status_code', 'sms_count', 'sms_sent_count', 'sms_queued_count']),
    },
  },
  incomings: {
    description: 'Incoming SMS',
    itemMethods: ['GET', 'DELETE'],
    properties: {
      ...readOnly(text, ['uuid', 'to', 'from', 'text', 'msg_uuid']),
      ...readOnly(integer, ['received_at']),
    },
  },
  client: {
    description: "Info about your user's account",
    itemMethods: ['GET'],
    properties: {
      currency: { range: text, description: 'Currency', isReadOnly: true },
      balance_amount: { range: 'xmls:decimal', description: 'Balance amount', isReadOnly: true },
      balance_changed_at: { range: integer, description: 'Timestamp when balance was changed', isReadOnly: true },
      is_text_deleted: { range: 'xmls:boolean', description: 'Whether texts are deleted', isReadOnly: true },
      services: { range: text, description: "List of the available service's codes", isReadOnly: true },
      groups: { range: '#groups', description: 'Group IDs and their endpoint URIs', isReadOnly: true },
    },
  },
}

/** The collections of the entry point, and their paths. */
export const collections = {
  blockedNumber: '/blocked_numbers',
  bulks: '/bulks',
  groups: '/groups',
  incomings: '/incomings',
  sms: '/sms',
} as const

/** The class of the things in each collection. */
export const classOf = {
  blockedNumber: 'BlockedNumber',
  bulks: 'bulks',
  groups: 'groups',
  incomings: 'incomings',
  sms: 'sms',
} as const

export const hydraNamespace = 'http://www.w3.org/ns/hydra/core#'

/** The base of the names in our own documents. */
export function vocabularyOf(origin: string): { readonly '@vocab': string; readonly hydra: string } {
  return { '@vocab': `${origin}/docs.jsonld#`, hydra: hydraNamespace }
}
