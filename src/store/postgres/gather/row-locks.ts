import type { Row, Value } from '../../engine/value.ts'
import type { Equal } from './shape.ts'

/** Rows of a table: those whose columns have these values. Without columns any row of the table. */
export interface RowKey {
  readonly table: string
  readonly values: ReadonlyMap<string, Value>
}

/** The rows that a condition finds. */
export function rowKey(table: string, key: readonly Equal[] | undefined, parameters: readonly Value[]): RowKey {
  const values = (key ?? []).map((each): [string, Value] => [
    each.column,
    'place' in each ? (parameters[each.place] as Value) : each.word,
  ])
  return { table, values: new Map(values) }
}

/**
 * The rows that the jobs of a group have locked. The locks of the database do not keep jobs of one transaction apart.
 */
export class RowLocks<Holder> {
  readonly #held = new Map<string, { readonly holder: Holder; readonly key: RowKey }[]>()

  /** Whether another holder may have one of these rows. */
  isTaken(key: RowKey, by: Holder): boolean {
    return this.#held.get(key.table)?.some(({ holder, key: held }) => holder !== by && mayMeet(held, key)) ?? false
  }

  take(key: RowKey, by: Holder): void {
    const ofTable = this.#held.get(key.table)
    if (ofTable) ofTable.push({ holder: by, key })
    else this.#held.set(key.table, [{ holder: by, key }])
  }

  /** Has a holder keep no more of a key than the row that it was given for. */
  narrow(key: RowKey, by: Holder, columns: readonly string[], row: Row): void {
    const values = new Map([
      ...key.values,
      ...columns.flatMap((column) => (column in row ? [[column, row[column] as Value] as const] : [])),
    ])
    const held = this.#held.get(key.table) ?? []
    const index = held.findIndex((each) => each.holder === by && each.key === key)
    if (index >= 0) held[index] = { holder: by, key: { ...key, values } }
  }

  /** Gives back all that a holder has. */
  give(by: Holder): void {
    for (const [table, held] of this.#held) {
      this.#held.set(
        table,
        held.filter(({ holder }) => holder !== by),
      )
    }
  }
}

/** Two keys meet in no row when a column that both name has another value in each. */
function mayMeet(one: RowKey, other: RowKey): boolean {
  for (const [column, value] of one.values) {
    const others = other.values.get(column)
    if (others !== undefined && others !== value) return false
  }
  return true
}
