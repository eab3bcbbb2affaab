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
 * Parses a body by its media type. Parameters of the type, such as a charset, are ignored.
 *
 * @throws Lox24Denial 415 for another media type or none, 400 for a body that is not JSON in UTF-8.
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
