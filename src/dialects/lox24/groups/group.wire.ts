import type { ColumnTitles, Group, GroupFields } from '../../../core/group/group.ts'
import type { EntryList } from '../../../core/list/entry-list.ts'
import type { Resource } from '../answer.ts'
import { type TextRule, violationOf } from '../constraints.ts'
import { readDate, writeDate } from '../dates.ts'
import { denials, type Violation } from '../errors.ts'
import { memberOf, nullableMember, stringMember } from '../members.ts'
import { readPhones } from '../phones/phone-list.ts'

const columns = ['a', 'b', 'c', 'd', 'e'] as const

const rules = {
  name: { max: 50, isRequired: true },
  description: { max: 255, hasLines: true },
  column: { max: 50 },
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
  const name = stringMember(body, '', 'name')
  const description = nullableMember(body, '', 'description')
  const titles: { -readonly [Name in keyof ColumnTitles]?: string | null } = {}
  for (const column of columns) {
    const title = nullableMember(body, '', `name_${column}`)
    if (title !== undefined) titles[column] = title
  }
  const deletedAt = nullableMember(body, '', 'deleted_at')
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
    },
  }
}

export function groupIri(id: number): string {
  return `/groups/${id}`
}
