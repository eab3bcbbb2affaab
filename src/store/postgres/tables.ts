import type { Session } from '../engine/engine.ts'
import { type ListedColumn, quoted, type Table, tablesOf } from '../engine/table.ts'

/** The kind of a column, by its type in PostgreSQL. */
const kinds = "case a.atttypid when 'bigint'::regtype then 'integer' when 'bytea'::regtype then 'blob' else 'text' end"

export async function tables(session: Session): Promise<Table[]> {
  const rows = await session.all(
    `select c.relname as "table", a.attname as name, ${kinds} as kind,
       coalesce(array_position(i.indkey::smallint[], a.attnum), -1) + 1 as "keyPlace"
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_index i on i.indrelid = c.oid and i.indisprimary
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> 'schema_version' and c.relname not like 'index!_%' escape '!'
       and c.relname not like 'log!_%' escape '!'`,
    [],
  )
  return tablesOf(rows as unknown as ListedColumn[])
}

interface Numbering {
  readonly column: string
  readonly sequence: string
}

/** The sequence that numbers the rows of a table. */
async function numbering(session: Session, { name }: Table): Promise<Numbering | undefined> {
  const row = await session.one(
    `select a.attname as "column", pg_get_serial_sequence($1, a.attname) as sequence
     from pg_attribute a where a.attrelid = to_regclass($1) and a.attidentity <> ''`,
    [name],
  )
  return row as unknown as Numbering | undefined
}

export async function lastNumber(session: Session, table: Table): Promise<number> {
  const found = await numbering(session, table)
  if (!found) return 0
  const row = await session.one(
    `select greatest(
       (select case when is_called then last_value else last_value - 1 end from ${found.sequence}),
       (select coalesce(max(${quoted(found.column)}), 0) from ${table.name})) as last`,
    [],
  )
  return row?.last as number
}

export async function continueAfter(session: Session, table: Table, last: number): Promise<void> {
  const found = await numbering(session, table)
  if (!found) return
  const behind = Math.max(last, await lastNumber(session, table))
  await session.one('select setval($1::regclass, $2::bigint + 1, false)', [found.sequence, behind])
}
