import type { ErrorCode, Refusal } from '../../core/errors.ts'

/** What goes wrong before an operation begins, with the vendor's status and text (wire/simotel.md §1.5). */
export class Denial extends Error {
  readonly status: number
  /** For people; the vendor's text says less. */
  readonly reason: string

  constructor(status: number, message: string, reason: string) {
    super(message)
    this.name = 'Denial'
    this.status = status
    this.reason = reason
  }
}

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
  mediaType: (wanted: string) => new Denial(415, 'Unsupported Media Type', `send the body as ${wanted}`),
  content: (reason: string) => new Denial(400, 'Unable to parse content', reason),
  tooLarge: () => new Denial(413, 'Request Entity Too Large', 'the body is larger than this server takes'),
}

/** The text of each refusal; the answer is HTTP 200 with `success` 0. */
const texts = {
  not_found: () => 'Requested operation failed',
  conflict: () => 'Requested operation failed',
  name_taken: () => 'Requested operation failed',
  not_empty: () => 'Requested operation failed',
  unavailable: () => 'Requested operation failed',
  // Said with the status 403, by `forbiddenAt`.
  forbidden: () => 'Access denied',
  number_taken: () => 'This number already exists',
  missing_value: (refusal) => `Field '${refusal.field}':value is missing`,
  invalid_value: (refusal) => `Field '${refusal.field}':value is invalid`,
} satisfies Record<ErrorCode, (refusal: Refusal) => string>

export function textOf(refusal: Refusal): string {
  return texts[refusal.code](refusal)
}

/** What the core refuses a key to do is answered as what the vendor's own permissions do; `path` is that of the operation. */
export function forbiddenAt(path: string, refusal: Refusal): Denial | undefined {
  return refusal.code === 'forbidden' ? denials.permission(path) : undefined
}

/** The text of what is the server's own fault. */
export const internalError = 'Requested operation failed'
