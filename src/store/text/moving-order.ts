import { deepPagesOf } from '../engine/deep-pages.ts'
import type { Engine, ReadSession } from '../engine/engine.ts'
import type { IndexedOrder } from '../engine/indexed-order.ts'
import { comparePlaces, orderValue, type PlaceKey } from '../engine/place-key.ts'
import type { Move } from '../engine/places.ts'
import type { FoundGroups } from './found-groups.ts'

/** The groups that are ordered, and the order. */
export interface Ordering {
  readonly accountId: number
  readonly order: IndexedOrder
  /** The search and its order by name. */
  readonly name: string
  /** The version of the account's texts. */
  readonly version: number
}

/** The groups of a search in an order as it is now, as far as an earlier page has read it; undefined where it is not known. */
export async function knownPlaces(
  engine: Engine,
  session: ReadSession,
  { accountId, order, name, version }: Ordering,
): Promise<readonly PlaceKey[] | undefined> {
  const { totals } = engine.texts
  const known = totals.moving(name, version)
  const since = known && (await deepPagesOf(engine)?.movesSince(session, { accountId, order }, known.moment))
  if (!since) return undefined
  const places = movedPlaces(known.places, since.moves)
  if (since.now) totals.setMoving(name, version, { places, moment: since.now })
  return places
}

/** Reads the groups of a list in an order, and remembers them. */
export async function readPlacesOf(
  engine: Engine,
  session: ReadSession,
  { accountId, order, name, version }: Ordering,
  { list }: FoundGroups,
): Promise<readonly PlaceKey[]> {
  const value = order.column ?? 'id'
  const sql = `select groups.id, groups.${value} as value from ${engine.texts.groupsIn('$2')}`
  const rows = await session.all(sql, [accountId, list])
  const places = rows.map((row): PlaceKey => ({ value: orderValue(row.value), id: row.id as number }))
  places.sort(comparePlaces)
  const moment = await deepPagesOf(engine)?.momentIn(session, accountId)
  if (moment) engine.texts.totals.setMoving(name, version, { places, moment })
  return places
}

/** Places after moves of rows, of which only some are among them. */
export function movedPlaces(places: readonly PlaceKey[], moves: readonly Move[]): readonly PlaceKey[] {
  if (moves.length === 0) return places
  const moved = [...places]
  for (const { from, to } of moves) {
    if (!from || !to) continue
    const at = firstFrom(moved, from)
    if (moved[at]?.id !== from.id) continue
    moved.splice(at, 1)
    moved.splice(firstFrom(moved, to), 0, to)
  }
  return moved
}

/** The index of the first place that is not before a key. */
function firstFrom(places: readonly PlaceKey[], key: PlaceKey): number {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (comparePlaces(places[middle] as PlaceKey, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}
