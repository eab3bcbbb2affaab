import { isUtf8 } from 'node:buffer'
import type { RawBody } from '../body/body-job.ts'
import { type Decoded, decode, type Fields, type Schema, schemaOfFields } from '../fields.ts'
import { denials } from './errors.ts'

/**
 * The JSON object that a body is; one without members where no body came.
 *
 * @throws BookDenial 400 for any other body, 422 for a member that the call does not know.
 */
export function objectOf(raw: RawBody | undefined, known: readonly string[]): object {
  const bytes = raw?.bytes ?? Buffer.alloc(0)
  if (bytes.length === 0) return {}
  if (!isUtf8(bytes)) throw denials.malformed('the body is not UTF-8')
  const body = parsed(bytes.toString('utf8'))
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw denials.malformed('the body is not a JSON object')
  }
  for (const name of Object.keys(body)) {
    if (!known.includes(name))
      throw denials.invalid(name.slice(0, 40), `is no member of this call: ${known.join(', ')}`)
  }
  return body
}

/**
 * The members of a JSON body that a call knows.
 *
 * @throws BookDenial as {@link objectOf}.
 * @throws Refusal for a member that is missing or breaks its rule.
 */
export function membersOf<F extends Fields>(raw: RawBody | undefined, fields: F): Decoded<F> {
  return decode(objectOf(raw, Object.keys(fields)), fields)
}

/** The schema of a body that has these members and no others. */
export function bodyOf(fields: Fields): Schema {
  return { ...schemaOfFields(fields), additionalProperties: false }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw denials.malformed('the body is not JSON')
  }
}
