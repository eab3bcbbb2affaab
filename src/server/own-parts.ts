import type { RequestListener } from 'node:http'
import type { Clock, Passwords } from '../core/environment.ts'
import type { Courier } from '../core/webhook/courier.ts'
import type { DialectWeather } from '../dialects/weather.ts'

/** Puts the content of another book's file in the place of all that a book has. */
export type Refill = (file: string) => Promise<void>

/** Parts of a server that a test suite puts in the place of the usual ones, or around them. Each may be absent. */
export interface OwnParts {
  readonly clock?: Clock
  readonly passwords?: Passwords
  /** Stands around everything that the server answers. */
  readonly around?: (handle: RequestListener) => RequestListener
  /** Stands around everything that is sent to webhooks. */
  readonly aroundCourier?: (courier: Courier) => Courier
  /** The weather, as dialects and probes ask for it. */
  readonly weather?: DialectWeather & { readonly scenario: () => string | null }
  /** Whether a dialect is mounted by the first request that it gets: a suite that talks to one vendor waits for no other. */
  readonly mountsWhenAsked?: boolean
  /** Is told what is to be done when the book was refilled: to forget what is known of sign-ins. */
  readonly onRefilled?: (forget: () => void) => void
  /** Is handed the function that refills the book. */
  readonly takeRefill?: (refill: Refill) => void
}
