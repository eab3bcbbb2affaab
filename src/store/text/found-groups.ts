import type { Moment } from '../engine/moment.ts'
import type { PlaceKey } from '../engine/place-key.ts'
import type { Places } from '../engine/places.ts'

/** Groups that the index has found. */
export interface FoundGroups {
  readonly count: number
  /** Their ids as the engine takes them in one parameter. */
  readonly list: string
  /** Whether all of them pass the test, for sure. */
  readonly isExact: boolean
}

/** Groups that a search finds, in an order that moves with updates, as they were at a moment. The least is the first. */
export interface OrderedGroups {
  readonly places: readonly PlaceKey[]
  readonly moment: Moment
}

/** How many groups a search finds in each stretch of an order. The moment is absent where nothing tells what has moved since. */
export interface FoundInStretches {
  readonly places: Places
  readonly moment: Moment | undefined
}
