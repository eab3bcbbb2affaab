import type { WeekHours } from '../schedule/schedule.ts'

/** The rule by which campaigns use a trunk: how many calls at once, how fast, and at which hours. */
export interface TrunkManager {
  readonly accountId: number
  readonly id: number
  readonly hexId: string
  /** Unique in the account. */
  readonly title: string
  /** The name of the trunk. */
  readonly trunk: string
  readonly active: boolean
  /** The calls that may go on at once, from the ring to the end. */
  readonly capacity: number
  /** Milliseconds from the beginning of a call to that of the next, at the least. */
  readonly interval: number
  /** The numbers that are made ready at a time (`wait_cache_length`). */
  readonly readyNumbers: number
  /** The hours in which may be called; `null` for always. */
  readonly hours: WeekHours | null
  /** The zone of the hours: `Asia/Tehran`. */
  readonly timeZone: string
  /** Epoch milliseconds, here and below. */
  readonly createdAt: number
  readonly updatedAt: number
}

/** A trunk manager by its id, or by its title. */
export type TrunkManagerRef = { readonly id: number } | { readonly hexId: string } | { readonly title: string }

/** What can be set of a trunk manager. */
export type TrunkManagerSettings = Omit<TrunkManager, 'accountId' | 'id' | 'hexId' | 'createdAt' | 'updatedAt'>

/** The settings of a trunk manager that names only its title and its trunk. The time zone is the account's. */
export const usualTrunkManager = {
  ...{ active: true, capacity: 5, interval: 1000, readyNumbers: 100, hours: null },
} as const satisfies Partial<TrunkManagerSettings>
