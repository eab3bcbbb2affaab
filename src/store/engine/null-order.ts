/** The columns of each table that order its rows and are never null. */
const neverNull: Readonly<Record<string, readonly string[]>> = {
  changes: ['account_id', 'number'],
  contacts: ['account_id', 'id', 'contact_id', 'name', 'number', 'updated_at'],
  deliveries: ['account_id', 'id'],
  effects: ['account_id', 'id'],
  folders: ['account_id', 'id', 'name', 'folder_count', 'group_count', 'contact_count', 'updated_at'],
  groups: ['account_id', 'id', 'name', 'count', 'contact_count', 'updated_at'],
  incoming_messages: ['account_id', 'id', 'received_at'],
  memberships: ['account_id', 'contact_id'],
  messages: ['account_id', 'id', 'due_at', 'created_at'],
  message_parts: ['account_id', 'message_id', 'part'],
  opt_outs: ['account_id', 'id', 'channel', 'since', 'source'],
}

/** Whether a column that orders the rows of a table has a value in each of them. */
export function isNeverNull(table: string, column: string): boolean {
  return neverNull[table]?.includes(column) ?? false
}

/**
 * A column of a table in an order: `description asc nulls first`. Null is the least value in every engine. PostgreSQL
 * takes null for the greatest value unless the order says otherwise, and uses an index only if the index says the same.
 */
export function sortKey(table: string, column: string, direction: 'asc' | 'desc'): string {
  if (isNeverNull(table, column)) return `${column} ${direction}`
  return `${column} ${direction} nulls ${direction === 'asc' ? 'first' : 'last'}`
}
