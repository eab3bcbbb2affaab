import type { Value } from './value.ts'

/** The value of a column by which rows are ordered. Null is the least. */
export type OrderValue = string | number | null

/** The place of a row in an order: its value, and its id, by which equal values are ordered. */
export interface PlaceKey {
  readonly value: OrderValue
  readonly id: number
}

/** Orders places as the database orders rows: null first, numbers by their value, texts by their bytes in UTF-8. */
export function comparePlaces(one: PlaceKey, other: PlaceKey): number {
  return compareValues(one.value, other.value) || one.id - other.id
}

function compareValues(one: OrderValue, other: OrderValue): number {
  if (one === other) return 0
  if (one === null) return -1
  if (other === null) return 1
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)))
}

/** A value of a row or of a change as a value of an order. */
export function orderValue(value: Value | undefined): OrderValue {
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
