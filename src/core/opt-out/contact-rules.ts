import type { Opening } from '../schedule/schedule.ts'

/** The operator's rules for the contacts that the server makes by itself: the calls of campaigns, and messages. */
export interface ContactRules {
  /** The minutes of the day in which nobody is contacted, in the account's time zone; from 1260 to 480 is 21:00 to 08:00. `null` for none. */
  readonly quietHours: Opening | null
  /** The most calls and messages together that a number gets within 24 hours; `null` for any number. */
  readonly mostADay: number | null
}

/** Counts the contacts that were made. */
export interface ContactCounter {
  /** The calls of campaigns that began, and the messages that left, since a time, to each of some numbers, given by their spellings. */
  since(accountId: number, numbers: readonly (readonly string[])[], at: number): Promise<number[]>
}
