/** Minutes of a day that are open: from the first on, up to the second, which is not. 1440 is the end of the day. */
export type Opening = readonly [from: number, until: number]

/** The openings of each weekday: 1 is Monday, 7 is Sunday. A day without any is closed. */
export type WeekHours = Readonly<Record<number, readonly Opening[]>>

/** Hours by weekday and holidays, in a time zone. */
export interface Schedule {
  readonly accountId: number
  readonly id: number
  readonly name: string
  /** An IANA time zone: `Asia/Tehran`. */
  readonly timeZone: string
  readonly hours: WeekHours
  /** Days that are closed: `2026-03-21` of the Gregorian calendar, or `1405-01-01` of the Persian one. */
  readonly holidays: readonly string[]
  /** Epoch milliseconds. */
  readonly createdAt: number
}
