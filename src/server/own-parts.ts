import type { RequestListener } from 'node:http'
import type { Clock, Passwords } from '../core/environment.ts'

/** Puts the content of another book's file in the place of all that a book has. */
export type Refill = (file: string) => Promise<void>

/** Parts of a server that a test suite puts in the place of the usual ones, or around them. Each may be absent. */
export interface OwnParts {
  readonly clock?: Clock
  readonly passwords?: Passwords
  /** Stands around everything that the server answers. */
  readonly around?: (handle: RequestListener) => RequestListener
  /** Is told what is to be done when the book was refilled: to forget what is known of sign-ins. */
  readonly onRefilled?: (forget: () => void) => void
  /** Is handed the function that refills the book. */
  readonly takeRefill?: (refill: Refill) => void
}
