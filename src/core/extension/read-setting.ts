import { Refusal } from '../errors.ts'
import { fieldNamed } from '../sheet/find-columns.ts'
import { BadCell } from '../sheet/sheet-tally.ts'
import { readableColumns, readColumn } from './extension-columns.ts'
import type { ExtensionUpdate } from './update-extension.ts'

/**
 * Reads one setting of an extension as people write it: its field as a file titles it, and its value as a cell has it. An empty
 * value empties the setting.
 *
 * @throws Refusal `invalid_value` of the field.
 */
export function readSetting(field: string, value: string): ExtensionUpdate {
  const column = fieldNamed(readableColumns, field)
  try {
    return readColumn(column, value)
  } catch (error) {
    if (error instanceof BadCell) throw new Refusal('invalid_value', `${error.field} ${error.message}`, error.field)
    throw error
  }
}
