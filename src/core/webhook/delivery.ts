import type { BookEvent } from '../event/event.ts'

/** How far a delivery is: `failed` when it was given up. */
export type DeliveryState = 'waiting' | 'delivered' | 'failed'

/** One attempt to deliver. `at` is epoch milliseconds. */
export interface Attempt {
  readonly at: number
  readonly ms: number
  /** The HTTP status of the answer; `null` when none came. */
  readonly status: number | null
  /** The problem, for people; `null` when there was none. It never holds a secret. */
  readonly problem: string | null
}

/** An event on its way to a webhook, and after that its place in the log. */
export interface Delivery {
  readonly accountId: number
  readonly id: number
  readonly webhookId: number
  readonly event: BookEvent
  readonly state: DeliveryState
  readonly createdAt: number
}

/** A delivery with all its attempts. */
export interface LoggedDelivery extends Delivery {
  readonly attempts: readonly Attempt[]
}
