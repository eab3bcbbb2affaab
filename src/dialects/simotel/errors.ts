import type { ErrorCode, Refusal } from '../../core/errors.ts'
import { Denial } from '../denial.ts'
import type { Faults } from '../faults.ts'

/** The denials of this dialect, with the vendor's status and text (docs/wire/simotel.md §1.5). */
export const denials = {
  /** The misspelling stands in the vendor's Persian page and in its older English one. */
  unknownService: () => new Denial(501, 'Requested service dose not exist', 'there is no operation at this path'),
  method: (method: string) => new Denial(405, 'Method not allowed', `${method} is not answered at this path`),
  network: (address: string) => new Denial(403, 'IP is not permitted', `${address} is in no allowed network`),
  noCredentials: () =>
    new Denial(401, 'BasicAuth or ApiKey is missing', 'send Authorization: Basic, X-APIKEY, or both'),
  badCredentials: () =>
    new Denial(
      401,
      'BasicAuth or ApiKey is invalid',
      'the user name, the password or the key is wrong, disabled, or the key wants both Basic and X-APIKEY',
    ),
  permission: (path: string) => new Denial(403, `"${path}";Access denied`, `the key is not allowed ${path}`),
  noFile: (reason: string) => new Denial(404, 'Requested operation failed', reason),
  mediaType: (wanted: string) => new Denial(415, 'Unsupported Media Type', `send the body as ${wanted}`),
  encoding: () => new Denial(415, 'Unsupported Media Type', 'the Content-Encoding is not read: send the body as it is'),
  content: (reason: string) => new Denial(400, 'Unable to parse content', reason),
  busy: (seconds: number) =>
    new Denial(503, 'Requested operation failed', 'too many long bodies are being read: send it again later', {
      'Retry-After': String(seconds),
    }),
  /** The vendor documents no limit: the status and the text are ours (docs/wire/simotel.md §1.5). */
  slowed: (reason: string) => new Denial(429, 'Too many requests', reason),
  tooLarge: () => new Denial(413, 'Request Entity Too Large', 'the body is larger than this server takes'),
}

/** The text of each refusal. The answer is HTTP 200 with `success` 0. */
const texts = {
  not_found: () => 'Requested operation failed',
  conflict: () => 'Requested operation failed',
  name_taken: ({ field }) => (field === 'trunk' ? 'This trunk already exists' : 'Requested operation failed'),
  not_empty: () => 'Requested operation failed',
  unavailable: () => 'Requested operation failed',
  over_budget: () => 'Requested operation failed',
  // These are answered with a status of their own, by `faults.refusal`.
  stale: () => 'Requested operation failed',
  unconditional: () => 'Requested operation failed',
  key_reused: () => 'Requested operation failed',
  damaged: () => 'Requested operation failed',
  forbidden: () => 'Access denied',
  slowed: () => 'Too many requests',
  number_taken: () => 'This number already exists',
  missing_value: (refusal) => `Field '${refusal.field}':value is missing`,
  invalid_value: (refusal) => `Field '${refusal.field}':value is invalid`,
} satisfies Record<ErrorCode, (refusal: Refusal) => string>

/** The statuses of refusals that are not answered with 200: of those that the vendor does not know. */
const statuses: Partial<Record<ErrorCode, number>> = { damaged: 500, stale: 412, unconditional: 428, key_reused: 422 }

/** The answers to all that goes wrong. A refusal of a use case is answered with HTTP 200, as the vendor does. */
export const faults: Faults = {
  unknownPath: denials.unknownService,
  notServed: denials.unknownService,
  method: denials.method,
  badRequest: denials.content,
  contentEncoding: denials.encoding,
  mediaType: () => denials.mediaType('application/json'),
  tooLarge: denials.tooLarge,
  busy: denials.busy,
  malformedBody: denials.content,
  refusal(refusal, request) {
    // A key that the core refuses is answered as one that lacks the vendor's own permission.
    if (refusal.code === 'forbidden') return denials.permission(`/${request.notes.operation}`)
    if (refusal.code === 'slowed') return denials.slowed(refusal.message)
    const status = statuses[refusal.code] ?? 200
    // The refusal of a file may name what stands in it.
    const logged = refusal.field === 'file' ? 'the file is refused' : refusal.message
    return new Denial(status, texts[refusal.code](refusal), refusal.message, {}, logged)
  },
  internal: () => new Denial(500, 'Requested operation failed'),
}
