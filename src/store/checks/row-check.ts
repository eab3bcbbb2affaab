import type { Damage } from '../../core/damage/damage.ts'
import type { Column, Table } from '../engine/table.ts'
import type { Row, Value } from '../engine/value.ts'
import { sums, sumsOf } from './checksum.ts'
import { alteredRow, damageOf, isWhole } from './damaged.ts'

/** Finds the damage of a row, whose values stand in the order of the columns. */
export type RowCheck = (values: readonly Value[]) => Damage | undefined

/** The check for the rows of a table. A table of an older version of the book has no checksums. */
export function rowCheckOf(table: Table): RowCheck {
  const names = sumsOf(table.name).filter((name) => table.columns.some((column) => column.name === sums[name].sum))
  return (values) => {
    const row = rowOf(table, values)
    const wrong = table.columns.find((column, index) => !isOfKind(column, values[index] as Value))
    if (wrong) return damageOf(table, row, `has no ${wrong.kind} in ${wrong.name}`)
    const altered = names.find((name) => !isWhole(name, row))
    return altered && alteredRow(altered, row)
  }
}

/** The values of a row by their columns. */
export function rowOf({ columns }: Pick<Table, 'columns'>, values: readonly Value[]): Row {
  return Object.fromEntries(columns.map(({ name }, index) => [name, values[index] as Value]))
}

function isOfKind({ kind }: Column, value: Value): boolean {
  if (value === null) return true
  if (kind === 'integer') return Number.isSafeInteger(value)
  return kind === 'text' ? typeof value === 'string' : value instanceof Uint8Array
}
