import { Refusal } from '../../core/errors.ts'
import { Denial } from '../denial.ts'
import type { Storms } from '../weather.ts'
import { denials, faults } from './errors.ts'

/** An operation that failed: HTTP 200 and `success` 0 (docs/wire/simotel.md §1.5). */
const failed = (text: string, reason = text) => new Denial(200, text, reason)

/** The vendor's errors on demand. */
export const storms: Storms<Denial> = {
  'missing-credentials': denials.noCredentials,
  'wrong-credentials': denials.badCredentials,
  address: ({ ip }) => denials.network(ip),
  permission: ({ notes }) => denials.permission(`/${notes.operation}`),
  method: ({ method }) => denials.method(method),
  'media-type': () => denials.mediaType('application/json'),
  content: () => denials.content('the weather'),
  'no-file': () => denials.noFile('the weather'),
  'unknown-service': denials.unknownService,
  'number-taken': (request) => faults.refusal(new Refusal('number_taken', 'the weather', 'number'), request),
  'missing-value': (request) => faults.refusal(new Refusal('missing_value', 'the weather', 'number'), request),
  'invalid-value': (request) => faults.refusal(new Refusal('invalid_value', 'the weather', 'number'), request),
  failed: (request) => faults.refusal(new Refusal('not_found', 'the weather'), request),
  'trunk-taken': () => failed('This trunk already exists'),
  'queue-taken': () => failed('this queue already exists'),
  // The vendor's text is on no page.
  'not-licensed': () => failed('Requested operation failed', 'the module of this call is not licensed'),
  busy: ({ id: _ }, { seconds }) => denials.busy(seconds),
  internal: () => faults.internal(),
}
