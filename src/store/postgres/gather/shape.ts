import type { Kind, Table } from '../../engine/table.ts'

/** The kinds of the columns of a table, and those that tell a row from every other. */
interface KnownTable {
  readonly kinds: ReadonlyMap<string, Kind>
  readonly key: readonly string[]
}

/** The tables of the book by name. */
export type KnownTables = ReadonlyMap<string, KnownTable>

export function knownTables(tables: readonly Table[]): KnownTables {
  const known = tables.map(({ name, columns, key }): [string, KnownTable] => [
    name,
    { kinds: new Map(columns.map((each) => [each.name, each.kind])), key },
  ])
  return new Map(known)
}

/** A condition of a statement: a column equals the parameter of a place, from 0 on, or a word. */
export type Equal = { readonly column: string } & ({ readonly place: number } | { readonly word: string })

/**
 * What is known of a statement without asking the database. Our statements are written in few ways, and one that is
 * written in another way is only not merged, or makes its transaction run alone.
 */
export interface Shape {
  /** `other` is what may read and write at once. */
  readonly kind: 'read' | 'insert' | 'upsert' | 'update' | 'delete' | 'other'
  /** The table that is written, or the only one that is read; empty where it is not known. */
  readonly table: string
  /**
   * The columns by which the rows are found, where the condition is nothing else than that they equal values. Of an
   * `upsert` those that decide whether the row is there.
   */
  readonly key: readonly Equal[] | undefined
  /** The columns that tell a row of the table from every other, as far as they are known. */
  readonly rowKey: readonly string[]
  /** The statement for many rows of parameters at once, which come as arrays; undefined where it has none. */
  readonly merged: string | undefined
}

const unknown: Shape = { kind: 'other', table: '', key: undefined, rowKey: [], merged: undefined }

/** The types of the columns that hold our kinds. */
const types: Readonly<Record<Kind, string>> = { integer: 'bigint', text: 'text', blob: 'bytea' }

/** The column in which a merged read tells which of the rows of parameters a row belongs to, from 1 on. */
export const placeColumn = 'place_in_group'

/** Finds out what a statement does. A lock is a read whose SQL goes on with `for update`. */
export function shapeOf(sql: string, tables: KnownTables, isLock = false): Shape {
  const text = sql.replace(/\s+/g, ' ').trim()
  const written = /^(insert into|update|delete from) (\w+) /.exec(text)
  if (!written) return /^(select|with) /.test(text) && !writes.test(text) ? readShape(text, tables, isLock) : unknown
  const [, verb, table] = written as unknown as [string, string, string]
  if (/ returning /.test(text)) return unknown
  const columns = tables.get(table)?.kinds ?? new Map()
  if (verb === 'insert into') return insertShape(text, table, columns)
  return verb === 'update' ? updateShape(text, table, columns) : deleteShape(text, table, columns)
}

const writes = /\b(insert into|update|delete from) /

type Columns = ReadonlyMap<string, Kind>

function readShape(text: string, tables: KnownTables, isLock: boolean): Shape {
  const [, table = '', condition = ''] = /^select [\w., *]+ from (\w+) where (.+)$/.exec(text) ?? []
  const key = equalities(condition)
  const compared = key ?? nearest(condition)
  const casts = compared && castsOf(compared, tables.get(table)?.kinds)
  const inner = `${withArrays(text)}${isLock ? ' for update skip locked' : ''}`
  return {
    kind: 'read',
    table: key ? table : '',
    key,
    rowKey: tables.get(table)?.key ?? [],
    // A join with the rows found has only one plan this way: to look for each by itself.
    merged:
      casts &&
      `select v.${placeColumn}, found.* from unnest(${casts}) with ordinality as v(${names(casts.length)}, ${placeColumn})
       cross join lateral (${inner}) as found`,
  }
}

function insertShape(text: string, table: string, columns: Columns): Shape {
  const parts =
    /^insert into \w+ \(([\w, ]+)\) values \((\$\d+(?:, ?\$\d+)*)\)( on conflict \(([\w, ]+)\) do [^$]+)?$/.exec(text)
  if (!parts) return { ...unknown, kind: 'upsert', table }
  const [, listed = '', values = '', onConflict = '', target = ''] = parts
  const inserted = listed.split(',').map((name) => name.trim())
  const places = values.split(',').map((value) => Number(value.trim().slice(1)) - 1)
  const all = inserted.map((column, index): Equal => ({ column, place: places[index] as number }))
  const keyed = target.split(',').map((name) => all.find(({ column }) => column === name.trim()))
  const casts = castsOf(all, columns)
  return {
    ...unknown,
    kind: onConflict === '' ? 'insert' : 'upsert',
    table,
    key: keyed.every((each) => each !== undefined) ? keyed : undefined,
    merged:
      casts &&
      `insert into ${table} (${listed}) select ${withArrays(values)} from unnest(${casts}) as v(${names(casts.length)})${onConflict}`,
  }
}

function updateShape(text: string, table: string, columns: Columns): Shape {
  const [, set = '', condition = ''] = /^update \w+ set (.+) where (.+)$/.exec(text) ?? []
  const key = equalities(condition)
  const assigned = set.split(',').map((part): Equal | undefined => {
    const [, column, , place] = /^ ?(\w+) = (\1 \+ )?\$(\d+)$/.exec(part) ?? []
    return column === undefined ? undefined : { column, place: Number(place) - 1 }
  })
  const all = key && assigned.every((each) => each !== undefined) ? [...assigned, ...key] : undefined
  const casts = all && castsOf(all, columns)
  return {
    ...unknown,
    kind: 'update',
    table,
    key,
    merged:
      casts &&
      `update ${table} set ${withArrays(set)} from unnest(${casts}) as v(${names(casts.length)}) where ${withArrays(condition)}`,
  }
}

function deleteShape(text: string, table: string, columns: Columns): Shape {
  const [, condition = ''] = /^delete from \w+ where (.+)$/.exec(text) ?? []
  const key = equalities(condition)
  const casts = key && castsOf(key, columns)
  return {
    ...unknown,
    kind: 'delete',
    table,
    key,
    merged:
      casts &&
      `delete from ${table} using unnest(${casts}) as v(${names(casts.length)}) where ${withArrays(condition)}`,
  }
}

/** The equalities that make a condition; undefined where it is more than that. */
function equalities(condition: string): readonly Equal[] | undefined {
  const found = condition.split(' and ').map((part): Equal | undefined => {
    const [, column, place, word] = /^(\w+) = (?:\$(\d+)|'([\w-]+)')$/.exec(part) ?? []
    if (column === undefined) return undefined
    return place === undefined ? { column, word: word as string } : { column, place: Number(place) - 1 }
  })
  return found.every((each) => each !== undefined) ? found : undefined
}

/** The columns that the condition of a read compares which finds the first row of an order, one at the most. */
function nearest(condition: string): readonly Equal[] | undefined {
  const [, compared] = /^(.+) order by \w+(?: desc)? limit 1$/.exec(condition) ?? []
  return compared === undefined ? undefined : equalities(compared.replace(/ (?:<=?|>=?) /g, ' = '))
}

/**
 * The parameters as arrays of the kinds of their columns; undefined where a column is not known, a parameter has none,
 * or there is no parameter.
 */
function castsOf(columns: readonly Equal[], kinds: Columns | undefined): string[] | undefined {
  const casts: string[] = []
  for (const each of columns) {
    const kind = kinds?.get(each.column)
    if (!kind) return undefined
    if ('place' in each) casts[each.place] = `$${each.place + 1}::${types[kind]}[]`
  }
  return casts.length > 0 && !casts.includes(undefined as unknown as string) ? casts : undefined
}

function withArrays(sql: string): string {
  return sql.replace(/\$(\d+)/g, 'v.p$1')
}

function names(count: number): string {
  return Array.from({ length: count }, (_, index) => `p${index + 1}`).join(', ')
}
