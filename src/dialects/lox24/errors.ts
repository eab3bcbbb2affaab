import type { ErrorCode, Refusal } from '../../core/errors.ts'
import { Denial } from '../denial.ts'
import type { Faults } from '../faults.ts'
import { mediaTypes } from './negotiate.ts'

/** A broken rule of a field, in the words of Symfony's validator (docs/wire/lox24.md §4.3). */
export interface Violation {
  readonly propertyPath: string
  readonly message: string
  readonly code: string
}

interface DenialOptions {
  readonly violations?: readonly Violation[]
  readonly headers?: Readonly<Record<string, string>>
  /** The reason for the log. It is needed where the text repeats something of the client's, which no log line may. */
  readonly reason?: string
  /**
   * The part of the vendor's server that answers. `api` answers in the format that was asked for, `negotiation` where
   * no format was found. `router` stands in front of both: it knows no JSON-LD, and repeats the status in the body.
   */
  readonly by?: 'api' | 'negotiation' | 'router'
}

/** A denial of this dialect. Its text stands in `detail` or `hydra:description`. */
export class Lox24Denial extends Denial {
  readonly violations: readonly Violation[] | undefined
  readonly by: NonNullable<DenialOptions['by']>

  constructor(status: number, detail: string, { violations, headers, reason, by = 'api' }: DenialOptions = {}) {
    super(status, detail, reason, headers)
    this.name = 'Lox24Denial'
    this.violations = violations
    this.by = by
  }
}

const supported = Object.values(mediaTypes)
  .map((type) => `"${type}"`)
  .join(', ')

/** All violations in one text, a line each. */
export function textOfViolations(violations: readonly Violation[]): string {
  return violations.map(({ propertyPath, message }) => `${propertyPath}: ${message}`).join('\n')
}

/**
 * The denials of this dialect. Their texts are the vendor's where it has some, else the framework's (docs/wire/lox24.md
 * §1 and §4.2).
 */
export const denials = {
  credentials: () => new Lox24Denial(401, "Client ID or API key isn't active or invalid!"),
  account: () => new Lox24Denial(403, "Account isn't activated. Please wait or contact to support!"),
  forbidden: () => new Lox24Denial(403, 'Forbidden'),
  blocked: () =>
    new Lox24Denial(
      429,
      'IP address was temporary blocked, because during short time from it was sent many request with invalid ' +
        'credentials. Please wait and try later.',
    ),
  notFound: () => new Lox24Denial(404, 'Not Found'),
  identifier: () => new Lox24Denial(404, 'Invalid identifier value or configuration.'),
  notServed: () =>
    new Lox24Denial(404, 'Not Found', {
      reason: 'this call of the vendor is not served yet',
      headers: { 'Dialbook-Reason': 'this call of the vendor is not served yet' },
    }),
  route: () => new Lox24Denial(404, 'Not Found', { by: 'router' }),
  method: (allowed: string) =>
    new Lox24Denial(405, 'Method Not Allowed', { headers: { Allow: allowed }, by: 'router' }),
  suffix: (suffix: string) =>
    new Lox24Denial(404, `Format "${suffix}" is not supported`, { by: 'negotiation', reason: 'no such suffix' }),
  accept: (accept: string) =>
    new Lox24Denial(
      406,
      `Requested format "${shortened(accept)}" is not supported. Supported MIME types are ${supported}.`,
      { by: 'negotiation', reason: 'nothing that is accepted can be had' },
    ),
  noContentType: () => new Lox24Denial(415, 'The "Content-Type" header must exist.'),
  contentType: (type: string) =>
    new Lox24Denial(
      415,
      `The content-type "${shortened(type)}" is not supported. Supported MIME types are ${supported}.`,
      {
        reason: 'this content type is not read',
      },
    ),
  contentEncoding: (encoding: string) =>
    new Lox24Denial(415, `The content-encoding "${shortened(encoding)}" is not supported. Send the body as it is.`, {
      reason: 'this content encoding is not read',
    }),
  syntax: () => new Lox24Denial(400, 'Syntax error'),
  document: (resource: string, given: string) =>
    new Lox24Denial(400, `Expected IRI or document for resource "${resource}", "${given}" given.`),
  type: (attribute: string, expected: string, given: string) =>
    new Lox24Denial(400, `The type of the "${attribute}" attribute must be "${expected}", "${given}" given.`, {
      reason: `${fieldOf(attribute)} is of type ${given}, not ${expected}`,
    }),
  page: () => new Lox24Denial(400, 'Page should not be less than 1'),
  updateOnly: () => new Lox24Denial(400, 'Update is not allowed for this operation.'),
  date: (text: string) =>
    new Lox24Denial(
      400,
      text.trim() === ''
        ? 'The data is either an empty string or null, you should pass a string that can be parsed with the passed ' +
            'format or a valid DateTime string.'
        : `DateTimeImmutable::__construct(): Failed to parse time string (${shortened(text)}) at position 0 ` +
            `(${[...text][0]}): The timezone could not be found in the database`,
      { reason: 'deleted_at is no date' },
    ),
  past: () => new Lox24Denial(422, 'deleted_at: This value should be a date and time in the future.'),
  phoneTaken: () => new Lox24Denial(422, 'phone: Another entry of the group has this phone.'),
  funds: () => new Lox24Denial(402, 'There are not enough funds on your account!'),
  exists: () => new Lox24Denial(409, 'Conflict - Entity already exists'),
  staysBlocked: () => {
    const reason =
      'it was closed elsewhere, or the person has unsubscribed: use dialbook optout remove NUMBER --consent TEXT'
    return new Lox24Denial(403, 'Forbidden', { reason, headers: { 'Dialbook-Reason': reason } })
  },
  unavailable: () => new Lox24Denial(503, 'Service Unavailable'),
  semantic: () =>
    new Lox24Denial(422, 'The request was well-formed but was unable to be followed due to semantic errors'),
  tooLarge: () => new Lox24Denial(413, 'Request Entity Too Large'),
  /** The denial that names all violations, in the order of the fields. */
  violations: (violations: readonly Violation[]) =>
    new Lox24Denial(400, textOfViolations(violations), {
      violations,
      reason: violations.map(({ propertyPath, message }) => `${fieldOf(propertyPath)}: ${message}`)[0] ?? '',
    }),
}

/** The path of a member without the keys that a client made up: `phones[x].phone` → `phones[…].phone`. */
function fieldOf(path: string): string {
  return path.startsWith('phones[') ? `phones[…]${/\.\w+$/.exec(path)?.[0] ?? ''}` : path
}

/** The denial that answers each refusal of the core. */
const answers = {
  not_found: denials.notFound,
  conflict: denials.semantic,
  stale: (refusal) => new Lox24Denial(412, refusal.message),
  unconditional: (refusal) => new Lox24Denial(428, refusal.message),
  key_reused: (refusal) => new Lox24Denial(422, refusal.message),
  not_empty: denials.semantic,
  name_taken: denials.semantic,
  number_taken: denials.phoneTaken,
  over_budget: denials.funds,
  forbidden: denials.forbidden,
  slowed: denials.blocked,
  unavailable: denials.unavailable,
  damaged: (refusal) => new Lox24Denial(500, 'Internal Server Error', { reason: refusal.message }),
  missing_value: (refusal) => new Lox24Denial(400, refusal.message),
  invalid_value: (refusal) => new Lox24Denial(400, refusal.message),
} satisfies Record<ErrorCode, (refusal: Refusal) => Lox24Denial>

/** The answers to all that goes wrong. */
export const faults: Faults<Lox24Denial> = {
  unknownPath: denials.route,
  notServed: denials.notServed,
  method: (_method, allowed) => denials.method(allowed.join(', ')),
  badRequest: (reason) => new Lox24Denial(400, 'Bad Request', { by: 'router', reason }),
  contentEncoding: denials.contentEncoding,
  mediaType: (request) => denials.contentType(request.headers['content-type'] ?? ''),
  tooLarge: denials.tooLarge,
  busy: (seconds) =>
    new Lox24Denial(503, 'Service Unavailable', {
      reason: 'too many long bodies are being read',
      headers: { 'Retry-After': String(seconds) },
    }),
  malformedBody: denials.syntax,
  refusal: (refusal) => answers[refusal.code](refusal),
  internal: () => new Lox24Denial(500, 'Internal Server Error'),
}

/**
 * A text of the client, cut after 200 characters. The vendor's framework repeats such texts whole, however long they
 * are.
 */
function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
