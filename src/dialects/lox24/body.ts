import { isUtf8 } from 'node:buffer'
import type { RawBody } from '../body-job.ts'
import { denials } from './errors.ts'
import { mediaTypes } from './negotiate.ts'

/** A parsed body, and whether it came as JSON-LD. */
export interface ParsedBody {
  readonly value: unknown
  readonly isLinked: boolean
}

/**
 * Parses a body, after its media type: parameters such as a charset are accepted.
 *
 * @throws Lox24Denial 415, or 400 when it is not JSON.
 */
export function parseBody({ contentType, bytes }: RawBody): ParsedBody {
  if (contentType === undefined || contentType.trim() === '') throw denials.noContentType()
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!Object.values(mediaTypes).includes(type)) throw denials.contentType(contentType)
  if (!isUtf8(bytes)) throw denials.syntax()
  try {
    return { value: JSON.parse(bytes.toString('utf8')), isLinked: type === mediaTypes.jsonld }
  } catch {
    throw denials.syntax()
  }
}
