import { isUtf8 } from 'node:buffer'
import type { BodyHead, RawBody } from '../body/body-job.ts'
import type { Reading } from '../body/body-reader.ts'
import type { ItemTaker } from '../body/list-scanner.ts'
import { type ListBody, readListBody } from '../body/read-list-body.ts'
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
  const isLinked = isLinkedType(contentType)
  if (!isUtf8(bytes)) throw denials.syntax()
  try {
    return { value: JSON.parse(bytes.toString('utf8')), isLinked }
  } catch {
    throw denials.syntax()
  }
}

/**
 * Makes the reading of a long body of which `phones` is a list, or which is a list itself.
 *
 * @throws Lox24Denial 415 as `parseBody`.
 */
export function readLongBody<L extends ItemTaker, T>(
  { contentType }: BodyHead,
  {
    end,
    ...body
  }: Omit<ListBody<L, T>, 'end' | 'refuse'> & {
    readonly end: (parsed: ParsedBody, list: L | undefined) => T
  },
): Reading<T> {
  isLinkedType(contentType)
  return readListBody({
    ...body,
    end: (bytes, list) => end(parseBody({ contentType, bytes }), list),
    refuse: ({ kind }) => (kind === 'size' ? denials.tooLarge() : denials.syntax()),
  })
}

/** Whether a media type is JSON-LD, and not JSON. */
function isLinkedType(contentType: string | undefined): boolean {
  if (contentType === undefined || contentType.trim() === '') throw denials.noContentType()
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!Object.values(mediaTypes).includes(type)) throw denials.contentType(contentType)
  return type === mediaTypes.jsonld
}
