import type { Session } from '../engine/engine.ts'
import { type ListedColumn, quoted, type Table, tablesOf } from '../engine/table.ts'

export async function tables(session: Session): Promise<Table[]> {
  const rows = await session.all(
    `select t.name as "table", c.name, lower(c.type) as kind, c.pk as "keyPlace"
     from pragma_table_list t join pragma_table_info(t.name) c
     where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite!_%' escape '!'
       and t.name not like 'index!_%' escape '!' and t.name not like 'log!_%' escape '!'`,
    [],
  )
  return tablesOf(rows as unknown as ListedColumn[])
}

/** The column by which the table numbers its rows: its key, when that is one whole number. */
function numbering({ key, columns }: Table): string | undefined {
  const [first, ...others] = key
  const isInteger = columns.some(({ name, kind }) => name === first && kind === 'integer')
  return isInteger && others.length === 0 ? first : undefined
}

export async function lastNumber(session: Session, table: Table): Promise<number> {
  const column = numbering(table)
  if (column === undefined) return 0
  const row = await session.one(`select coalesce(max(${quoted(column)}), 0) as last from ${table.name}`, [])
  return Math.max(row?.last as number, await keptNumber(session, table))
}

/**
 * Sets the number that SQLite keeps for a table with `autoincrement`. Any other table goes on behind its last row by
 * itself.
 */
export async function continueAfter(session: Session, table: Table, last: number): Promise<void> {
  if (last <= (await keptNumber(session, table)) || !(await keepsNumber(session, table))) return
  await session.run('delete from sqlite_sequence where name = $1', [table.name])
  await session.run('insert into sqlite_sequence (name, seq) values ($1, $2)', [table.name, last])
}

async function keptNumber(session: Session, { name }: Table): Promise<number> {
  return ((await session.one('select seq from sqlite_sequence where name = $1', [name]))?.seq ?? 0) as number
}

async function keepsNumber(session: Session, { name }: Table): Promise<boolean> {
  return Boolean(
    await session.one(
      "select 1 as one from sqlite_schema where type = 'table' and name = $1 and sql like '%autoincrement%'",
      [name],
    ),
  )
}
