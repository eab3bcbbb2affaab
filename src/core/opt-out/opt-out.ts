import type { Filter } from '../filter/filter.ts'

/** The ways in which people are contacted. */
export const channels = ['calls', 'messages', 'surveys'] as const

/** A way in which people are contacted. */
export type Channel = (typeof channels)[number]

/** The channel that an opt-out closes, or all of them, those that are yet to come included. */
export const closedChannels = ['all', ...channels] as const

/** What an opt-out closes. */
export type ClosedChannel = (typeof closedChannels)[number]

/** The reasons that people choose from when they unsubscribe by themselves, by their codes. */
export const unsubscribeReasons: Readonly<Record<number, string>> = {
  1: 'never subscribed',
  2: 'too many messages',
  3: 'not interested',
  4: 'content incomprehensible',
  5: 'does not like the company',
  6: 'other',
}

/** The addresses of a person: a number, an e-mail address, or both. */
export interface Addresses {
  /** The number as `readNumber` gives it; `null` where the person has none. */
  readonly number: string | null
  readonly email: string | null
}

/**
 * A person closed for a channel. It never changes: it is there or not. `since` is epoch milliseconds.
 *
 * A number is compared by its key in the plan of the account's country. `international` is what the number was when it
 * was closed: `+989121112233` of `09121112233` for an account in Iran. So it stays closed when the account gets
 * another country. An e-mail address is compared without case.
 */
export interface OptOut extends Addresses {
  readonly accountId: number
  readonly id: number
  /** The number in its international form; `null` where it has none. */
  readonly international: string | null
  readonly channel: ClosedChannel
  readonly since: number
  readonly reason: string | null
  /** A code of {@link unsubscribeReasons}, for a person who unsubscribed; `null` for one that the account closed. */
  readonly unsubscribeReason: number | null
  /** Where it comes from: `cli`, `import`, `message` for a word that the person has written, or the name of a dialect. */
  readonly source: string
  /** The credential of who wrote it; `null` for a person and the system user. */
  readonly credentialId: number | null
  /** The name of who wrote it, where that is no credential. */
  readonly author: string | null
}

/** The fields by which opt-outs are found and ordered. */
export type OptOutField =
  | 'id'
  | 'number'
  | 'international'
  | 'email'
  | 'foldedEmail'
  | 'channel'
  | 'since'
  | 'unsubscribeReason'
  | 'source'

/** The opt-outs to find. */
export interface OptOutQuery {
  readonly filter?: Filter<OptOutField>
}

/** Whether an opt-out closes the channel. */
export function closes({ channel }: Pick<OptOut, 'channel'>, asked: Channel): boolean {
  return channel === 'all' || channel === asked
}

/** An e-mail address as it is compared: `Ada@Example.com` and `ada@example.com` are one. */
export function foldEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase()
}
