import { Refusal } from '../errors.ts'
import { fieldNamed } from '../sheet/find-columns.ts'
import { BadCell } from '../sheet/sheet-tally.ts'
import type { Contact, ContactFields } from './contact.ts'
import { contactColumns } from './contact-columns.ts'
import { fieldsOf, readColumn } from './read-contact-cells.ts'

/** A field as people write it: its title in files, and its value as a cell has it. */
export type WrittenField = readonly [title: string, value: string]

/**
 * Reads fields of a contact as people write them. An empty value empties the field.
 *
 * @throws Refusal `invalid_value` of the field.
 */
export function readContactSettings(written: readonly WrittenField[], before: Contact): ContactFields {
  try {
    const parts = written.map(([title, value]) => readColumn(fieldNamed(contactColumns, title), value))
    return fieldsOf(parts, before)
  } catch (error) {
    if (error instanceof BadCell) throw new Refusal('invalid_value', `${error.field} ${error.message}`, error.field)
    throw error
  }
}
