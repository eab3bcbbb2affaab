import { type Fields, type Schema, schemaOfFields } from '../fields.ts'
import { arrayOf, constant, exactly, integer, string } from '../schemas.ts'

/** What an operation takes and answers, for the description of the API. */
export interface About {
  readonly summary: string
  /** The schema of its body. Left out for one that takes a file, and for one that reads nothing of it. */
  readonly body?: Schema
  /** The schema of `data` where it succeeds; left out for an answer that is a file. */
  readonly data?: Schema
  /** Its errors beside those that all have. */
  readonly errors?: readonly 404[]
}

/** The schema of an id. */
export const id = { type: 'string', pattern: '^[0-9a-f]{24}$' } as const

/** The schema of a body that names a thing by its id, and has these members beside it. */
export function bodyWithId(fields: Fields): Schema {
  const { properties, required = [] } = schemaOfFields(fields) as { properties: object; required?: readonly string[] }
  const _id = { ...id, pattern: '^[0-9a-fA-F]{24}$' }
  return { type: 'object', properties: { _id, ...properties }, required: ['_id', ...required] }
}

/** The schema of the `data` of most writes. */
export const nothing = constant('')

/** The schema of the `data` that names a new thing. */
export const newId = exactly({ _id: id })

/** The schema of the `data` where the vendor names no new thing. */
export const noId = exactly({ _id: constant(null) })

/** The schema of a time in the Persian calendar. */
export const jalali = { ...string, pattern: '^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d$' } as const

/** The schema of a flag. */
export const yesNo = { type: 'string', enum: ['yes', 'no'] } as const

/** The schema of a page of rows, with these members beside them. */
export function pageOfRows(row: Schema, beside: Readonly<Record<string, Schema>> = {}): Schema {
  const sorting = { type: 'object', additionalProperties: { type: 'integer', enum: [1, -1] } }
  const pagination = exactly({ start: integer, count: integer, sorting, total: integer })
  return exactly({ pagination, ...beside, data: arrayOf(row) })
}
