import { Refusal } from '../../core/errors.ts'
import { unreadable } from '../unreadable.ts'
import type { Sheet } from './sheet.ts'

/**
 * Chooses the sheet to read: the one that is named, or the only one with a text. Hidden sheets do not count.
 *
 * @throws Refusal `invalid_value` of `sheet` when there are several, or none of that name.
 */
export async function chooseSheet(sheets: readonly Sheet[], name: string | undefined): Promise<Sheet> {
  if (name !== undefined) {
    const found = sheets.find((sheet) => sheet.name === name) ?? sheets.find((sheet) => alike(sheet.name, name))
    if (found) return found
    throw new Refusal('invalid_value', `the file has no sheet "${name}": it has ${listed(sheets)}`, 'sheet')
  }
  const filled: Sheet[] = []
  for (const sheet of sheets) if (!sheet.isHidden && !(await sheet.isEmpty())) filled.push(sheet)
  const [only, other] = filled
  if (!only) throw unreadable('the file is empty: no sheet that is shown has a cell with a text')
  if (other) throw new Refusal('invalid_value', `the file has ${listed(filled)}: name the one to read`, 'sheet')
  return only
}

function alike(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
}

/** `2 sheets, "Kunden" and "Archiv"`. */
function listed(sheets: readonly Sheet[]): string {
  const names = sheets.slice(0, 20).map(({ name }) => `"${name}"`)
  if (names.length < sheets.length) names.push(`${sheets.length - names.length} more`)
  const last = names.pop() ?? 'none'
  const count = sheets.length === 1 ? 'the sheet' : `${sheets.length} sheets,`
  return names.length === 0 ? `${count} ${last}` : `${count} ${names.join(', ')} and ${last}`
}
