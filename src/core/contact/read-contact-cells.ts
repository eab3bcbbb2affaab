import { InvalidValue } from '../reader.ts'
import type { SheetRow } from '../sheet/sheet-row.ts'
import { isEmpty } from '../sheet/sheet-row.ts'
import { BadCell } from '../sheet/sheet-tally.ts'
import { type Contact, type ContactFields, nobody } from './contact.ts'
import {
  type ContactColumn,
  type ContactPart,
  contactColumns,
  middleTitle,
  organizationTitle,
} from './contact-columns.ts'

const names = ['name', 'FirstName', 'LastName']

/** The cell of a field. The first name has the further first names behind it, and a company is the name of who has no other. */
export function cellOf(row: SheetRow, title: string): string {
  const cell = row.cell(title)
  if (title === 'FirstName') return [cell, row.cell(middleTitle)].filter((each) => !isEmpty(each)).join(' ')
  return title === 'name' && isNameless(row) ? row.use(organizationTitle) : cell
}

function isNameless(row: SheetRow): boolean {
  return [...names, middleTitle].every((title) => isEmpty(row.cell(title)))
}

/**
 * Reads the cells of a line as fields of a contact. An empty cell says nothing, and so does one that shows what the contact has
 * already. Names are read together, since each follows from the others.
 *
 * @throws BadCell
 */
export function readContactCells(row: SheetRow, before: Contact | undefined): ContactFields {
  const given = contactColumns.filter(({ title }) => !isEmpty(cellOf(row, title)))
  const isNew = ({ title, show }: ContactColumn) => !before || cellOf(row, title) !== show(before)
  const hasNewName = given.some((column) => names.includes(column.title) && isNew(column))
  const read = given.filter((column) => (names.includes(column.title) ? hasNewName : isNew(column)))
  return fieldsOf(
    read.map((column) => readColumn(column, cellOf(row, column.title))),
    before,
  )
}

/**
 * Reads one cell by its column.
 *
 * @throws BadCell
 */
export function readColumn(column: ContactColumn, cell: string): ContactPart {
  try {
    return column.read(cell)
  } catch (error) {
    if (error instanceof InvalidValue) throw new BadCell(column.title, error.message)
    throw error
  }
}

/** The fields that parts make, on top of what a contact has in the fields of the account's own. */
export function fieldsOf(parts: readonly ContactPart[], before: Contact | undefined): ContactFields {
  const { customAt: _, ...fields }: ContactPart = Object.assign({}, ...parts)
  const customAt: Readonly<Record<number, string | null>> = Object.assign({}, ...parts.map((part) => part.customAt))
  if (Object.keys(customAt).length === 0) return fields
  const custom = [...(before ?? nobody).custom].map(
    (value, at) => (Object.hasOwn(customAt, at) ? customAt[at] : value) ?? null,
  )
  return { ...fields, custom }
}
