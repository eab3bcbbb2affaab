import { Denial } from '../denial.ts'
import type { StormFacts, Storms } from '../weather.ts'
import { denials, faults } from './errors.ts'

const forbidden = (text: string) => new Denial(403, text)

/** Limits count by account, over all keys. The body tells the limit and how long to wait; its words are ours. */
function throttled({ seconds, limit = { calls: 0, per: 'minute' } }: StormFacts): Denial {
  const text = `The limit of ${limit.calls} requests per ${limit.per} of your account is reached. Please wait ${seconds} seconds and try again.`
  return new Denial(429, text, text, { 'Retry-After': String(seconds) })
}

/** The vendor's errors on demand (docs/wire/checkmarket.md §1, §6). */
export const storms: Storms<Denial> = {
  invalid: () => denials.invalid('The weather is bad.'),
  unauthorized: () => denials.unauthorized('the weather'),
  role: () => denials.role('Contacts (write)'),
  http: () => forbidden('You are trying to connect to our API using http instead of https.'),
  region: () => forbidden("You didn't specify the region in the URI as explained in the HTTP-request requirements."),
  'not-found': (request) => faults.unknownPath(request),
  method: ({ method }) => denials.method(method, ['GET']),
  'media-type': denials.noMediaType,
  throttled: (_request, facts) => throttled(facts),
  internal: () => faults.internal(),
  unavailable: (_request, { seconds }) => faults.busy(seconds),
}
