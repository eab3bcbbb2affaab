import type { Entry } from '../../../../core/entry/entry.ts'
import { clearable, optional, orNull, text } from '../../../fields.ts'
import { exactly, integer, type Shown, string } from '../../../schemas.ts'

const shown = {
  ...{ id: integer, number: string },
  ...{ a: orNull(string), b: orNull(string), c: orNull(string), d: orNull(string), e: orNull(string) },
  callbackData: orNull(string),
}

/** The schema of an entry. */
export const entrySchema = exactly(shown)

/** An entry as this API shows it. */
export function entryWire({ id, phone, details = {} }: Entry) {
  const { a = null, b = null, c = null, d = null, e = null, callbackData = null } = details
  return { id, number: phone, a, b, c, d, e, callbackData } satisfies Shown<typeof shown>
}

const value = optional(clearable(text({ max: 255 }), ''))

/** The members of a body that are details of an entry. Null and an empty text clear one. */
export const detailFields = { a: value, b: value, c: value, d: value, e: value, callbackData: value }
