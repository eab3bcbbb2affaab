import { type ColumnTitles, type Group, type GroupFields, noColumns } from '../../../core/group/group.ts'
import { clearable, described, InvalidValue, nullable, optional, orNull, type Reader, text } from '../../fields.ts'
import { exactly, integer, type Shown, string } from '../../schemas.ts'
import { longestName, moment, momentOrNull, momentSchema, readMoment, readThing } from '../values.ts'

const brief = { id: integer, hexId: string, name: string, count: integer }

/** The schema of no more of a group than its names and its count. */
export const briefGroupSchema = exactly(brief)

/** A group as an import names it. */
export function briefGroupWire({ id, hexId, name, count }: Group): object {
  return { id, hexId, name, count } satisfies Shown<typeof brief>
}

const letters = ['a', 'b', 'c', 'd', 'e'] as const
const titlesSchema = exactly(Object.fromEntries(letters.map((letter) => [letter, orNull(string)])))

const shown = {
  ...brief,
  description: orNull(string),
  columns: titlesSchema,
  folderId: orNull(integer),
  plannedDeletionAt: orNull(momentSchema),
  contactCount: integer,
  createdAt: momentSchema,
  updatedAt: momentSchema,
}

/** The schema of a group. */
export const groupSchema = exactly(shown)

/** A group as this API shows it. */
export function groupWire({ id, hexId, name, count, description, columns, folderId, contactCount, ...group }: Group) {
  return {
    ...{ id, hexId, name, count, description, columns, folderId },
    plannedDeletionAt: momentOrNull(group.plannedDeletionAt),
    ...{ contactCount, createdAt: moment(group.createdAt), updatedAt: moment(group.updatedAt) },
  } satisfies Shown<typeof shown>
}

const title = clearable(text({ max: 50 }), '')

/** Reads the titles of some columns; null and an empty text clear one. */
const readTitles: Reader<Partial<ColumnTitles>> = described(
  {
    type: 'object',
    properties: Object.fromEntries(letters.map((letter) => [letter, title.schema])),
    additionalProperties: false,
  },
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidValue('must be an object')
    const given = Object.entries(value)
    if (given.some(([name]) => !Object.hasOwn(noColumns, name))) throw new InvalidValue('has only the members a to e')
    return Object.fromEntries(given.map(([name, each]) => [name, title(each) || null]))
  },
)

/** The members of a body that are fields of a group, without its name. */
export const groupFields = {
  description: optional(clearable(text({ max: 1000, lines: true }), '')),
  columns: optional(readTitles),
  folderId: optional(nullable(readThing)),
  plannedDeletionAt: optional(nullable(readMoment)),
}

/** Reads the name of a group. */
export const readName = text({ min: 1, max: longestName })

/** The fields of a group as the book has them: an empty description is none. */
export function fieldsOf<T extends { readonly description?: string }>(given: T): Omit<T, 'description'> & GroupFields {
  return { ...given, ...(given.description !== undefined && { description: given.description || null }) }
}
