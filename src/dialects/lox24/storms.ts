import { Slowed } from '../../core/errors.ts'
import type { Storms } from '../weather.ts'
import { denials, faults, type Lox24Denial } from './errors.ts'

/** The vendor's errors on demand (docs/wire/lox24.md §1). */
export const storms: Storms<Lox24Denial> = {
  syntax: denials.syntax,
  credentials: denials.credentials,
  funds: denials.funds,
  account: denials.account,
  'not-found': denials.notFound,
  exists: denials.exists,
  semantic: denials.semantic,
  blocked: (_request, { seconds }) => new Slowed('the address is blocked', seconds * 1000),
  internal: faults.internal,
  unavailable: denials.unavailable,
}
