import type { ErrorCode, Refusal } from '../../core/errors.ts'
import { Denial } from '../denial.ts'
import type { Faults } from '../faults.ts'

/** The parts of a problem beside its status and its detail. */
interface ProblemOptions {
  /** The parameter or the member at fault, as the client spells it. */
  readonly field?: string | undefined
  /** The line of a file, as an editor counts it. */
  readonly line?: number | undefined
  readonly headers?: Readonly<Record<string, string>>
  /** The reason for the log, where the detail repeats something of the client's. */
  readonly reason?: string
}

/** A denial of this dialect: a problem by RFC 9457. `code` ends its type: `invalid-value`. */
export class BookDenial extends Denial {
  readonly code: ProblemCode
  readonly field: string | undefined
  readonly line: number | undefined

  constructor(code: ProblemCode, detail: string, { field, line, headers, reason }: ProblemOptions = {}) {
    super(problems[code].status, detail, reason, headers)
    this.name = 'BookDenial'
    this.code = code
    this.field = field
    this.line = line
  }
}

/** Every kind of problem: its status and its title. A code never changes its meaning. */
export const problems = {
  'malformed-request': { status: 400, title: 'The request is malformed' },
  'not-signed-in': { status: 401, title: 'The request is not signed in' },
  forbidden: { status: 403, title: 'The key is not allowed to do this' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'The path has no such method' },
  conflict: { status: 409, title: 'The request does not fit the state of the book' },
  stale: { status: 412, title: 'The thing is not in the state that was demanded' },
  'too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body comes in a form that is not read' },
  'missing-value': { status: 422, title: 'A value is missing' },
  'invalid-value': { status: 422, title: 'A value is invalid' },
  'key-reused': { status: 422, title: 'The Idempotency-Key belongs to another request' },
  unconditional: { status: 428, title: 'The key must send If-Match' },
  'too-many-requests': { status: 429, title: 'Too many requests: wait, and try again' },
  'server-failed': { status: 500, title: 'The server failed' },
  damaged: { status: 500, title: 'What was to be read is damaged' },
  unavailable: { status: 503, title: 'The book cannot do it now: try again later' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>

export type ProblemCode = keyof typeof problems

/** The body of a problem. Members that have no value are left out. */
export function problemOf({ code, status, message, field, line }: BookDenial): object {
  return {
    type: `urn:problem-type:dialbook:${code}`,
    title: problems[code].title,
    status,
    detail: message,
    ...(field !== undefined && { field }),
    ...(line !== undefined && { line }),
  }
}

/** The challenges of RFC 6750 §3: without a token it names no error. */
const challenge = 'Bearer realm="dialbook"'

/** The denials that this dialect makes by itself. */
export const denials = {
  noToken: () =>
    new BookDenial('not-signed-in', 'send the key as Authorization: Bearer TOKEN', {
      headers: { 'WWW-Authenticate': challenge },
    }),
  badToken: () =>
    new BookDenial('not-signed-in', 'the key is wrong, disabled or removed', {
      headers: { 'WWW-Authenticate': `${challenge}, error="invalid_token"` },
    }),
  noSession: () =>
    new BookDenial('not-signed-in', 'the session is over: sign in on the page', {
      headers: { 'WWW-Authenticate': challenge },
    }),
  openWay: () => new BookDenial('forbidden', 'a session travels by TLS or on this machine only'),
  noAccount: () => new BookDenial('forbidden', 'there is no account that is open for the person'),
  forged: () =>
    new BookDenial('forbidden', 'a write of a session comes from a page of this server, with its X-Dialbook-Token'),
  network: () => new BookDenial('forbidden', 'the address is in none of the networks that may call'),
  account: () => new BookDenial('forbidden', 'the account of the key is disabled'),
  permission: (permission: string) => new BookDenial('forbidden', `the key lacks the permission ${permission}`),
  noImport: () => new BookDenial('not-found', 'there is no such import: it may have expired'),
  malformed: (detail: string) => new BookDenial('malformed-request', detail),
  tooLarge: () => new BookDenial('too-large', 'the body is larger than this server takes: see its setting bodyLimit'),
  mediaType: () => new BookDenial('unsupported-media-type', 'send the body as application/json'),
  invalid: (field: string, detail: string, line?: number) =>
    new BookDenial('invalid-value', `${field} ${detail}`, { field, line, reason: `a value ${detail}` }),
  missing: (field: string, detail: string) => new BookDenial('missing-value', detail, { field }),
}

/** The kind of problem that each refusal of the core is. */
const codes = {
  not_found: 'not-found',
  missing_value: 'missing-value',
  invalid_value: 'invalid-value',
  number_taken: 'conflict',
  name_taken: 'conflict',
  conflict: 'conflict',
  stale: 'stale',
  unconditional: 'unconditional',
  key_reused: 'key-reused',
  not_empty: 'conflict',
  over_budget: 'conflict',
  forbidden: 'forbidden',
  slowed: 'too-many-requests',
  unavailable: 'unavailable',
  damaged: 'damaged',
} as const satisfies Record<ErrorCode, ProblemCode>

/** The answers to all that goes wrong. */
export const faults: Faults<BookDenial> = {
  unknownPath: () => new BookDenial('not-found', 'nothing answers at this path'),
  notServed: () => new BookDenial('not-found', 'nothing answers at this path'),
  method: (method, allowed) =>
    new BookDenial('method-not-allowed', `${method} is not answered here, only ${allowed.join(', ')}`, {
      headers: { Allow: allowed.join(', ') },
    }),
  badRequest: denials.malformed,
  contentEncoding: () =>
    new BookDenial('unsupported-media-type', 'the Content-Encoding is not read: send the body as it is'),
  mediaType: denials.mediaType,
  tooLarge: denials.tooLarge,
  busy: (seconds) =>
    new BookDenial('unavailable', 'too many long bodies are being read: send it again later', {
      headers: { 'Retry-After': String(seconds) },
    }),
  malformedBody: denials.malformed,
  refusal: ({ code, message, field }: Refusal) =>
    new BookDenial(codes[code], inParameters(message), { field, reason: isOfFile(field) ? fileRefused : message }),
  internal: () => new BookDenial('server-failed', 'the log of the server says why'),
}

/** The reason for the log where a refusal may name what stands in a file. */
const fileRefused = 'the file is refused'

function isOfFile(field: string | undefined): boolean {
  return field !== undefined && ['file', 'number', 'column', 'sheet'].includes(field)
}

/** A remedy that names a flag of the command line names a parameter here: `--number COLUMN` is `number=COLUMN`. */
function inParameters(message: string): string {
  return message.replace(/--([a-z]+) (?=[A-Z])/g, '$1=').replace('--force', '"force": true')
}
