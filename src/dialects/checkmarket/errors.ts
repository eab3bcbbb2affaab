import { getBuiltinModule } from 'node:process'
import type { ErrorCode, Refusal } from '../../core/errors.ts'
import { Denial } from '../denial.ts'
import type { Faults } from '../faults.ts'
import { originOf } from '../request.ts'
import { contract, type Shape } from './contract.ts'

const wrongRole = "You are using a key which doesn't have the correct access rights to perform your request."

/** The denials of this dialect, with the vendor's status and text (docs/wire/checkmarket.md §6, §9). */
export const denials = {
  unknownPath: (url: string) =>
    new Denial(
      404,
      `No HTTP resource was found that matches the request URI '${url}'.`,
      'there is nothing at this path',
    ),
  notServed: (url: string) =>
    new Denial(
      404,
      `No HTTP resource was found that matches the request URI '${url}'.`,
      'this call of the vendor is not served yet',
      { 'Dialbook-Reason': 'this call of the vendor is not served yet' },
    ),
  method: (method: string, allowed: readonly string[]) =>
    new Denial(405, `The requested resource does not support http method '${method}'.`, undefined, {
      Allow: allowed.join(', '),
    }),
  contentEncoding: (encoding: string) =>
    new Denial(
      415,
      `The content encoding '${encoding.slice(0, 100)}' is not supported for this resource. Send the body as it is.`,
      'this content encoding is not read',
    ),
  /** One text for every cause, so that keys cannot be probed. */
  unauthorized: (reason: string) => new Denial(401, 'Authorization has been denied for this request.', reason),
  role: (role: string) => new Denial(403, wrongRole, `the key does not have the role ${role}`),
  noMediaType: () =>
    new Denial(
      415,
      'The request contains an entity body but no Content-Type header. ' +
        "The inferred media type 'application/octet-stream' is not supported for this resource.",
    ),
  mediaType: (type: string) =>
    new Denial(
      415,
      `The request entity's media type '${type}' is not supported for this resource.`,
      'send JSON, XML or a form',
    ),
  invalid: (detail: string) =>
    new Denial(400, `The request is invalid. ${detail}`, 'the body or the query is malformed: the answer says where'),
  tooLarge: () => new Denial(413, 'The request entity is too large.'),
}

/**
 * The vendor's names of fields, by the names that the core gives them. The dialect's own readers use the vendor's names
 * already.
 */
const coreFields: Readonly<Record<string, string>> = { folderId: 'GroupFolderId', parentId: 'ParentFolderId' }

interface Rendering {
  readonly status: number
  readonly text: (refusal: Refusal) => string
}

/** The status and the text of each refusal. */
const renderings = {
  not_found: { status: 404, text: ({ message }) => sentence(message) },
  missing_value: { status: 400, text: ({ field }) => `The ${field} field is required.` },
  invalid_value: { status: 400, text: invalidText },
  not_empty: { status: 400, text: ({ message }) => `The contact folder is not empty: ${message}.` },
  number_taken: { status: 400, text: ({ message }) => sentence(message) },
  name_taken: { status: 400, text: ({ message }) => sentence(message) },
  over_budget: { status: 402, text: ({ message }) => sentence(message) },
  forbidden: { status: 403, text: () => wrongRole },
  conflict: { status: 409, text: ({ message }) => sentence(message) },
  stale: { status: 412, text: ({ message }) => sentence(message) },
  unconditional: { status: 428, text: ({ message }) => sentence(message) },
  key_reused: { status: 422, text: ({ message }) => sentence(message) },
  slowed: { status: 429, text: () => 'Too many requests were made with wrong keys. Please wait and try again.' },
  unavailable: { status: 503, text: () => 'The service is unavailable.' },
  damaged: { status: 500, text: () => 'An error has occurred.' },
} satisfies Record<ErrorCode, Rendering>

function invalidText({ field, message }: Refusal): string {
  const name = field === undefined ? undefined : coreFields[field]
  if (name) return `The field ${name} is invalid: ${message}.`
  return field === undefined ? sentence(message) : `The field ${message}`
}

/** A message of the core as a sentence. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** The answers to all that goes wrong. */
export const faults: Faults = {
  unknownPath: (request) => denials.unknownPath(`${originOf(request)}${request.url}`),
  notServed: (request) => denials.notServed(`${originOf(request)}${request.url}`),
  method: denials.method,
  badRequest: (reason) => new Denial(400, 'Bad Request', reason),
  contentEncoding: denials.contentEncoding,
  mediaType: denials.noMediaType,
  tooLarge: denials.tooLarge,
  busy: (seconds) =>
    new Denial(503, 'The service is unavailable.', 'too many long bodies are being read', {
      'Retry-After': String(seconds),
    }),
  malformedBody: () => denials.invalid('The body is malformed.'),
  refusal(refusal) {
    const { status, text } = renderings[refusal.code]
    return new Denial(status, text(refusal), refusal.message)
  },
  internal: () => new Denial(500, 'An error has occurred.'),
}

export const errorContract = contract({ name: 'Error', classes: [['ErrorCode', 'ErrorMessage', 'ErrorType']] })

/**
 * The `Data` of a refusal. The code is the status, and the type is the name of the status: the vendor's own are not
 * documented.
 */
export function errorData({ status, message }: Denial): Shape {
  const name = getBuiltinModule('node:http').STATUS_CODES[status] ?? 'Error'
  return {
    contract: errorContract,
    members: { ErrorCode: status, ErrorMessage: message, ErrorType: name.replace(/[^A-Za-z]/g, '') },
  }
}
