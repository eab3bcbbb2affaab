import type { Group, GroupSortField } from '../../../../core/group/group.ts'
import { type EntryList, entryListOfPhones } from '../../../../core/list/entry-list.ts'
import { clearable, InvalidValue, nullable, type Reader, text } from '../../../fields.ts'
import type { LongArray } from '../../../streamed-json.ts'
import { extendedDate, jalaliDate } from '../../dates.ts'
import type { SortColumns } from '../../search.ts'
import { numbersRule } from '../../values.ts'

const rule = numbersRule('numbers')

const numbers: Reader<EntryList> = (value) => {
  if (!Array.isArray(value)) throw new InvalidValue('must be an array of strings')
  return entryListOfPhones(value, rule)
}

/** How the members of a group are read. The vendor states no limits: these keep a list readable. */
export const groupFields = {
  name: text({ min: 1, max: 255 }),
  numbers,
  description: nullable(text({ max: 1000 })),
  filename: clearable(text({ min: 1, max: 255 }), ''),
}

/** The columns of a search's answer, by which it can be ordered. */
export const groupColumns: SortColumns<GroupSortField> = {
  _id: 'hexId',
  name: 'name',
  description: 'description',
  count: 'count',
  date: 'updatedAt',
}

/** A row of `groups/search`: without the numbers (docs/wire/simotel.md §2). */
export function groupRow(group: Group, timeZone: string): object {
  return {
    _id: group.hexId,
    name: group.name,
    description: group.description ?? '',
    count: group.count,
    date: jalaliDate(group.updatedAt, timeZone),
  }
}

/** The answer of `groups/update`: the stored state without its id, the time in Extended JSON (docs/wire/simotel.md §2). */
export function updatedGroup(group: Group, numbers: readonly string[] | LongArray): object {
  return {
    name: group.name,
    numbers,
    description: group.description ?? '',
    date: extendedDate(group.updatedAt),
    count: group.count,
  }
}
