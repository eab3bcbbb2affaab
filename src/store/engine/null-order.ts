/** The columns by which rows are ordered and that are never null. */
const neverNull: ReadonlySet<string> = new Set([
  'account_id',
  'id',
  'contact_id',
  'name',
  'number',
  'count',
  'folder_count',
  'group_count',
  'contact_count',
  'updated_at',
])

/**
 * A column in an order. Null is the least value, in every engine: PostgreSQL takes it for the greatest unless it is told,
 * and uses an index only where that was told the same.
 */
export function sortKey(column: string, direction: 'asc' | 'desc'): string {
  if (neverNull.has(column)) return `${column} ${direction}`
  return `${column} ${direction} nulls ${direction === 'asc' ? 'first' : 'last'}`
}
