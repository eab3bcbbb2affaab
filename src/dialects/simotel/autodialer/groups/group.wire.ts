import type { Group, GroupSortField } from '../../../../core/group/group.ts'
import type { StrangePhone } from '../../../../core/group/update-phones.ts'
import type { PhoneRule } from '../../../../core/list/entry-list.ts'
import { type EntryList, entryListOfPhones } from '../../../../core/list/entry-list.ts'
import { clearable, InvalidValue, nullable, type Reader, text } from '../../../fields.ts'
import type { LongArray } from '../../../streamed-json.ts'
import { extendedDate, jalaliDate } from '../../dates.ts'
import type { SortColumns } from '../../search.ts'
import { digitsOf, numbersRule } from '../../values.ts'

const rule = numbersRule('numbers')

/**
 * Units of UTF-16 that a strange phone may have: twice as many as any other dialect writes. The 30 characters of LOX24
 * are at most 60 units.
 */
const longestStrange = 120

function readNumbers(value: unknown, allowed: PhoneRule): EntryList {
  if (!Array.isArray(value)) throw new InvalidValue('must be an array of strings')
  const items: readonly unknown[] = value
  return entryListOfPhones(items.some((item) => typeof item === 'number') ? items.map(digitsOf) : items, allowed)
}

const numbers: Reader<EntryList> = (value) => readNumbers(value, rule)

/**
 * Reads the numbers for a group that may have some of them already, whoever wrote them. An item that breaks the rule is
 * in the list too, and beside the list as `strange`: the group may keep such a phone, and not get it.
 */
export const keptNumbers: Reader<{ readonly entries: EntryList; readonly strange: readonly StrangePhone[] }> = (
  value,
) => {
  const strange: StrangePhone[] = []
  const allows = (phone: string, item: number): boolean => {
    if (rule.allows(phone, item)) return true
    if (phone.length > longestStrange) return false
    strange.push({ item, phone })
    return true
  }
  return { entries: readNumbers(value, { field: rule.field, allows }), strange }
}

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

/** A row of `groups/search`, which does not show the numbers (docs/wire/simotel.md §2). */
export function groupRow(group: Group, timeZone: string): object {
  return { _id: group.hexId, ...groupTexts(group), count: group.count, date: jalaliDate(group.updatedAt, timeZone) }
}

/** The texts of a group as every answer shows them. */
export function groupTexts(group: Group): { readonly name: string; readonly description: string } {
  return { name: group.name, description: group.description ?? '' }
}

/**
 * The answer of `groups/update`: the stored state without its id, with the time in Extended JSON (docs/wire/simotel.md
 * §2).
 */
export function updatedGroup(group: Group, shown: readonly string[] | LongArray): object {
  const { name, description } = groupTexts(group)
  return { name, numbers: shown, description, date: extendedDate(group.updatedAt), count: group.count }
}
