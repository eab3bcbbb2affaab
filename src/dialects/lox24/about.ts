import type { Schema } from '../fields.ts'
import { integer } from '../schemas.ts'
import type { Resource } from './answer.ts'

/** What an operation takes and answers, for the description of the API. */
export interface About {
  readonly summary: string
  /** The schemas of the parameters of its query. */
  readonly query?: Readonly<Record<string, Schema>>
  readonly body?: Schema
  readonly answer:
    | { readonly kind: 'resource'; readonly type: Resource['type']; readonly status: 200 | 201 }
    | { readonly kind: 'collection'; readonly type: Resource['type'] }
    | { readonly kind: 'batch'; readonly type: Resource['type']; readonly status: 200 | 201 }
    | { readonly kind: 'document'; readonly schema: Schema }
    | { readonly kind: 'csv' }
    | { readonly kind: 'nothing' }
  /** Its errors beside those that all have. */
  readonly errors?: readonly (402 | 409 | 422)[]
}

/** The schema of a body: it may have members that are ignored. */
export function bodyOf(properties: Readonly<Record<string, Schema>>, ...required: readonly string[]): Schema {
  return { type: 'object', properties, ...(required.length > 0 && { required }) }
}

/** The query of a list in pages. */
export const pageQuery = { page: { ...integer, minimum: 1, default: 1 } } as const
