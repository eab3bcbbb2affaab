import type { Snapshot } from '../../core/change/change.ts'
import { whole } from '../checks/damaged.ts'
import type { IndexedOrder } from './indexed-order.ts'
import { comparePlaces, type PlaceKey } from './place-key.ts'
import type { Move } from './places.ts'
import type { Row, Value } from './value.ts'

/** Changes after which nobody knows where the rows are. */
export class Upset extends Error {}

/** The columns of changes that {@link toldMove} needs. The states are left out of those changes that do not tell of a row. */
export function toldColumns({ changes: { tells } }: IndexedOrder): string {
  const state = (column: string) => `case when noun = '${tells ?? ''}' then ${column} end as ${column}`
  return `account_id, number, at, credential_id, name, origin, noun, verb, subject, checksum, ${state('before')}, ${state('after')}`
}

/**
 * The move of a row of an order that a change tells of; undefined when it moved none.
 *
 * @throws Upset
 */
export function toldMove(order: IndexedOrder, change: Row): Move | undefined {
  const { noun, verb } = change
  const { tells, upsets, upsetByGroups } = order.changes
  if ((upsets as readonly Value[]).includes(noun as Value)) throw new Upset()
  if (upsetByGroups && noun === 'group' && verb !== 'update') throw new Upset()
  if (noun !== tells) return undefined
  whole('change', change)
  const [before, after] = [stateOf(change.before as Value), stateOf(change.after as Value)]
  if (!before && !after) throw new Upset()
  const isMoved = before && after ? order.column !== null && (order.field in before || order.field in after) : true
  if (!isMoved) return undefined
  const move = { from: before && keyOf(order, before), to: after && keyOf(order, after) }
  return move.from && move.to && comparePlaces(move.from, move.to) === 0 ? undefined : move
}

function stateOf(stored: Value): Snapshot | null {
  return stored === null ? null : JSON.parse(stored as string)
}

function keyOf({ column, field, isText, mayBeNull }: IndexedOrder, state: Snapshot): PlaceKey {
  const { id } = state
  const value = column === null ? null : state[field]
  const fits = column === null || (value === null ? mayBeNull : typeof value === (isText ? 'string' : 'number'))
  if (typeof id !== 'number' || !fits) throw new Upset()
  return { value: value as PlaceKey['value'], id }
}
