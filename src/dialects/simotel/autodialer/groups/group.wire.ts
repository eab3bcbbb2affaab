import type { BriefGroup, Group, GroupSortField } from '../../../../core/group/group.ts'
import { clearable, nullable, text } from '../../../fields.ts'
import { arrayOf, exactly, integer, type Shown, string } from '../../../schemas.ts'
import type { JsonItems, LongArray } from '../../../streamed-json.ts'
import { id, jalali } from '../../about.ts'
import { extendedDate, jalaliDate } from '../../dates.ts'
import type { SortColumns } from '../../search.ts'
import { numbers } from './number-list.ts'

/** The readers of a group's members. The vendor states no limits: ours keep a list readable. */
export const groupFields = {
  name: text({ min: 1, max: 255 }),
  numbers,
  description: nullable(text({ max: 1000 })),
  filename: clearable(text({ min: 1, max: 255 }), ''),
}

/** The columns of a search's answer by which it can be ordered. */
export const groupColumns: SortColumns<GroupSortField> = {
  _id: 'hexId',
  name: 'name',
  description: 'description',
  count: 'count',
  date: 'updatedAt',
}

/** The members of a row of `groups/search`. */
export const shownGroup = { _id: id, name: string, description: string, count: integer, date: jalali }

/** A row of `groups/search`, which does not show the numbers (docs/wire/simotel.md §2). */
export function groupRow(group: BriefGroup, timeZone: string): object {
  return {
    _id: group.hexId,
    ...groupTexts(group),
    count: group.count,
    date: jalaliDate(group.updatedAt, timeZone),
  } satisfies Shown<typeof shownGroup>
}

/** The texts of a group as every answer shows them. */
export function groupTexts(group: Pick<BriefGroup, 'name' | 'description'>): {
  readonly name: string
  readonly description: string
} {
  return { name: group.name, description: group.description ?? '' }
}

/** The members of the answer of `groups/update`. */
export const shownUpdate = {
  ...{ name: string, numbers: arrayOf(string), description: string },
  date: exactly({ $date: exactly({ $numberLong: string }) }),
  count: integer,
}

/** The same of an edit of some numbers: without the numbers, of which there may be a million. */
export function editedGroup(group: Group): object {
  const { numbers: _numbers, ...shown } = updatedGroup(group, []) as { readonly numbers: unknown }
  return shown
}

/**
 * The answer of `groups/update`: the stored state without its id, with the time in Extended JSON (docs/wire/simotel.md
 * §2).
 */
export function updatedGroup(group: Group, shown: readonly string[] | JsonItems | LongArray): object {
  const { name, description } = groupTexts(group)
  return {
    name,
    numbers: shown,
    description,
    date: extendedDate(group.updatedAt),
    count: group.count,
  } satisfies Shown<typeof shownUpdate>
}
