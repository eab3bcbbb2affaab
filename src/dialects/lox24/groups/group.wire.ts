import type { ColumnTitles, Group, GroupFields } from '../../../core/group/group.ts'
import type { EntryList } from '../../../core/list/entry-list.ts'
import { orNull, type Schema } from '../../fields.ts'
import { integer, type Shown, string } from '../../schemas.ts'
import type { Resource } from '../answer.ts'
import { schemaOfText, type TextRule, violationOf } from '../constraints.ts'
import { readDate, writeDate } from '../dates.ts'
import { denials, type Violation } from '../errors.ts'
import { memberOf, textMember } from '../members.ts'
import { phonesSchema, readPhones } from '../phones/phone-list.ts'

const columns = ['a', 'b', 'c', 'd', 'e'] as const

const rules = {
  name: { max: 50, isRequired: true },
  description: { max: 255, hasLines: true, isNullable: true },
  column: { max: 50, isNullable: true },
  deletedAt: { max: Number.MAX_SAFE_INTEGER, isNullable: true },
} satisfies Record<string, TextRule>

/** A group as a body describes it. */
export interface GivenGroup {
  readonly fields: GroupFields
  /** The list to come, when phones were given and no phone breaks a rule. */
  readonly entries: EntryList | undefined
  /** The violations of the phones. */
  readonly violations: readonly Violation[]
}

/**
 * Reads the members of a group. `id`, `count_items` and unknown members are ignored.
 *
 * @throws Lox24Denial 400 for the first member of a wrong type.
 */
export function readGroup(body: object): GivenGroup {
  const name = textMember(body, '', 'name', rules.name)
  const description = textMember(body, '', 'description', rules.description)
  const titles: { -readonly [Name in keyof ColumnTitles]?: string | null } = {}
  for (const column of columns) {
    const title = textMember(body, '', `name_${column}`, rules.column)
    if (title !== undefined) titles[column] = title
  }
  const deletedAt = textMember(body, '', 'deleted_at', rules.deletedAt)
  const { entries, violations } = readPhones(memberOf(body, 'phones'))
  return {
    fields: {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      columns: titles,
      ...(deletedAt !== undefined && { plannedDeletionAt: deletedAt === null ? null : readDate(deletedAt) }),
    },
    entries,
    violations,
  }
}

/**
 * Checks a group as it would be after the write, so that texts of another dialect must fit as well.
 *
 * @throws Lox24Denial 400 with all violations, or 422 for a planned deletion in the past.
 */
export function checkGroup(
  merged: { readonly name?: string; readonly description: string | null; readonly columns: Partial<ColumnTitles> },
  given: GivenGroup,
  now: number,
): void {
  const violations = [
    ...violationOf('name', merged.name, rules.name),
    ...violationOf('description', merged.description, rules.description),
    ...columns.flatMap((column) => violationOf(`name_${column}`, merged.columns[column], rules.column)),
    ...given.violations,
  ]
  if (violations.length > 0) throw denials.violations(violations)
  const { plannedDeletionAt } = given.fields
  if (typeof plannedDeletionAt === 'number' && plannedDeletionAt <= now) throw denials.past()
}

/** The members of a body that describes a group. */
export function groupMembers(): Readonly<Record<string, Schema>> {
  return {
    name: schemaOfText(rules.name),
    description: schemaOfText(rules.description),
    ...Object.fromEntries(columns.map((column) => [`name_${column}`, schemaOfText(rules.column)])),
    deleted_at: orNull({ ...string, description: 'A date of ISO 8601, with or without a time, in the future' }),
    phones: orNull(phonesSchema()),
  }
}

const column = orNull(string)

/** The members of a group as it is answered. */
export const shownGroup = {
  id: integer,
  name: string,
  description: orNull(string),
  ...{ name_a: column, name_b: column, name_c: column, name_d: column, name_e: column },
  count_items: integer,
  deleted_at: orNull({ ...string, format: 'date-time' }),
}

/** A group as it is answered, without its phones. */
export function groupResource(group: Group): Resource {
  return {
    type: 'groups',
    iri: groupIri(group.id),
    fields: {
      id: group.id,
      name: group.name,
      description: group.description,
      name_a: group.columns.a,
      name_b: group.columns.b,
      name_c: group.columns.c,
      name_d: group.columns.d,
      name_e: group.columns.e,
      count_items: group.count,
      deleted_at: writeDate(group.plannedDeletionAt),
    } satisfies Shown<typeof shownGroup>,
  }
}

export function groupIri(id: number): string {
  return `/groups/${id}`
}
