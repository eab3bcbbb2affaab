import type { ErrorCode, Refusal } from '../../core/errors.ts'
import { mediaTypes } from './negotiate.ts'

/** A rule of a field that is broken, as Symfony's validator says it (wire/lox24.md §4.3). */
export interface Violation {
  readonly propertyPath: string
  readonly message: string
  readonly code: string
}

interface DenialOptions {
  readonly violations?: readonly Violation[]
  readonly headers?: Readonly<Record<string, string>>
  /** For the log, where the text repeats something of the client's, which no log line may. */
  readonly reason?: string
  /**
   * Who answers at the vendor's: the API in the format that was asked for, the API where no format was found, or the router
   * in front of it, which knows no JSON-LD and repeats the status.
   */
  readonly by?: 'api' | 'negotiation' | 'router'
}

/** What a request is refused with: the status and the text that stands in `detail` or `hydra:description`. */
export class Denial extends Error {
  readonly status: number
  readonly violations: readonly Violation[] | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly by: 'api' | 'negotiation' | 'router'
  /** For the log. */
  readonly reason: string

  constructor(
    status: number,
    detail: string,
    { violations, headers = {}, reason = detail, by = 'api' }: DenialOptions = {},
  ) {
    super(detail)
    this.name = 'Denial'
    this.status = status
    this.violations = violations
    this.headers = headers
    this.by = by
    this.reason = reason
  }
}

const supported = Object.values(mediaTypes)
  .map((type) => `"${type}"`)
  .join(', ')

/** Texts of wire/lox24.md §1 and §4.2; those of the vendor where it has some, else the framework's. */
export const denials = {
  credentials: () => new Denial(401, "Client ID or API key isn't active or invalid!"),
  account: () => new Denial(403, "Account isn't activated. Please wait or contact to support!"),
  forbidden: () => new Denial(403, 'Forbidden'),
  blocked: (seconds: number) =>
    new Denial(
      429,
      'IP address was temporary blocked, because during short time from it was sent many request with invalid ' +
        'credentials. Please wait and try later.',
      { headers: { 'Retry-After': String(seconds) } },
    ),
  notFound: () => new Denial(404, 'Not Found'),
  identifier: () => new Denial(404, 'Invalid identifier value or configuration.'),
  route: () => new Denial(404, 'Not Found', { by: 'router' }),
  method: (allowed: string) => new Denial(405, 'Method Not Allowed', { headers: { Allow: allowed }, by: 'router' }),
  suffix: (suffix: string) =>
    new Denial(404, `Format "${suffix}" is not supported`, { by: 'negotiation', reason: 'no such suffix' }),
  accept: (accept: string) =>
    new Denial(
      406,
      `Requested format "${shortened(accept)}" is not supported. Supported MIME types are ${supported}.`,
      { by: 'negotiation', reason: 'nothing that is accepted can be had' },
    ),
  noContentType: () => new Denial(415, 'The "Content-Type" header must exist.'),
  contentType: (type: string) =>
    new Denial(415, `The content-type "${shortened(type)}" is not supported. Supported MIME types are ${supported}.`, {
      reason: 'this content type is not read',
    }),
  syntax: () => new Denial(400, 'Syntax error'),
  document: (resource: string, given: string) =>
    new Denial(400, `Expected IRI or document for resource "${resource}", "${given}" given.`),
  type: (attribute: string, expected: string, given: string) =>
    new Denial(400, `The type of the "${attribute}" attribute must be "${expected}", "${given}" given.`, {
      reason: `${fieldOf(attribute)} is of type ${given}, not ${expected}`,
    }),
  page: () => new Denial(400, 'Page should not be less than 1'),
  updateOnly: () => new Denial(400, 'Update is not allowed for this operation.'),
  date: (text: string) =>
    new Denial(
      400,
      text.trim() === ''
        ? 'The data is either an empty string or null, you should pass a string that can be parsed with the passed ' +
            'format or a valid DateTime string.'
        : `DateTimeImmutable::__construct(): Failed to parse time string (${shortened(text)}) at position 0 ` +
            `(${[...text][0]}): The timezone could not be found in the database`,
      { reason: 'deleted_at is no date' },
    ),
  past: () => new Denial(422, 'deleted_at: This value should be a date and time in the future.'),
  phoneTaken: () => new Denial(422, 'phone: Another entry of the group has this phone.'),
  unavailable: () => new Denial(503, 'Service Unavailable'),
  semantic: () => new Denial(422, 'The request was well-formed but was unable to be followed due to semantic errors'),
  tooLarge: () => new Denial(413, 'Request Entity Too Large'),
  /** All that is wrong with the fields, in the order of the fields. */
  violations: (violations: readonly Violation[]) =>
    new Denial(400, violations.map(({ propertyPath, message }) => `${propertyPath}: ${message}`).join('\n'), {
      violations,
      reason: violations.map(({ propertyPath, message }) => `${fieldOf(propertyPath)}: ${message}`)[0] ?? '',
    }),
}

/** The way to a member without the keys that a client made up: `phones[x].phone` → `phones[…].phone`. */
function fieldOf(path: string): string {
  return path.startsWith('phones[') ? `phones[…]${/\.\w+$/.exec(path)?.[0] ?? ''}` : path
}

/** What each refusal of the core is answered with. */
const answers = {
  not_found: denials.notFound,
  conflict: denials.semantic,
  not_empty: denials.semantic,
  name_taken: denials.semantic,
  number_taken: denials.phoneTaken,
  forbidden: denials.forbidden,
  unavailable: denials.unavailable,
  missing_value: (refusal) => new Denial(400, refusal.message),
  invalid_value: (refusal) => new Denial(400, refusal.message),
} satisfies Record<ErrorCode, (refusal: Refusal) => Denial>

export function denialOf(refusal: Refusal): Denial {
  return answers[refusal.code](refusal)
}

/** Headers and bodies of a stranger are repeated, as the vendor's framework does, but not without end. */
function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
