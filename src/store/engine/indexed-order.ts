import type { ChangeNoun } from '../../core/change/change.ts'
import { isNeverNull } from './null-order.ts'

/** An order by one column and the id, or by the id alone, that an index of the table has. */
export interface IndexedOrder {
  readonly table: string
  /** The column; null for the order by id. */
  readonly column: string | null
  /** The field in which changes keep the column. */
  readonly field: string
  readonly isText: boolean
  readonly mayBeNull: boolean
  readonly changes: ToldChanges
}

/** What the changes of an account tell of the rows of a table. */
export interface ToldChanges {
  /** The noun whose changes tell of a row how it was and how it is; null where no change tells that of one row. */
  readonly tells: ChangeNoun | null
  /** The nouns whose changes may have moved any number of rows. */
  readonly upsets: readonly ChangeNoun[]
  /** Whether changes that add or remove a group may have moved any number of rows. */
  readonly upsetByGroups?: boolean
}

interface IndexedTable {
  readonly changes: ToldChanges
  /** The fields of the columns that have an index with the id behind them. */
  readonly fields: Readonly<Record<string, { readonly field: string; readonly isText: boolean }>>
}

const text = (field: string) => ({ field, isText: true })
const number = (field: string) => ({ field, isText: false })

/** The number of a group's contacts changes with the contacts, and no change of the group tells of it. */
const contactCount = 'contact_count'

const tables: Readonly<Record<string, IndexedTable>> = {
  groups: {
    changes: { tells: 'group', upsets: [] },
    fields: {
      name: text('name'),
      description: text('description'),
      count: number('count'),
      [contactCount]: number('contactCount'),
      updated_at: number('updatedAt'),
    },
  },
  contacts: {
    changes: { tells: 'contact', upsets: ['contacts'], upsetByGroups: true },
    fields: {
      name: text('name'),
      number: text('number'),
      description: text('description'),
      updated_at: number('updatedAt'),
      first_name: text('firstName'),
      last_name: text('lastName'),
      email: text('email'),
    },
  },
  // What a sender does moves no message in the order of their ids.
  messages: { changes: { tells: 'message', upsets: ['messages'] }, fields: {} },
  incoming_messages: { changes: { tells: 'incoming-message', upsets: ['messages'] }, fields: {} },
  // A change holds an opt-out, or a whole file of them.
  opt_outs: { changes: { tells: null, upsets: ['opt-out'] }, fields: {} },
}

/** The order by the column and the id, if the table has an index of it; by the id alone for a column of null. */
export function indexedOrder(table: string, column: string | null): IndexedOrder | undefined {
  const known = tables[table]
  const indexed = column === null ? number('id') : known?.fields[column]
  if (!known || !indexed) return undefined
  const changes: ToldChanges =
    column === contactCount
      ? { ...known.changes, upsets: ['contact', 'contacts', 'membership'], upsetByGroups: true }
      : known.changes
  return { table, column, ...indexed, mayBeNull: column !== null && !isNeverNull(table, column), changes }
}

/** Whether there are orders of a table that have an index. */
export function isOrdered(table: string): boolean {
  return table in tables
}
