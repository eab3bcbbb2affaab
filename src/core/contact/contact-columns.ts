import { dialNumber } from '../extension/extension-rules.ts'
import { readNumber } from '../number/read-number.ts'
import { InvalidValue, text } from '../reader.ts'
import { noneWord } from '../sheet/cell-words.ts'
import type { SheetField } from '../sheet/find-columns.ts'
import { isLanguage, isState } from './codes.ts'
import { type Contact, type ContactFields, customFieldCount, type Person } from './contact.ts'
import { contactLimits, contactTexts, isDay, isEmail } from './contact-rules.ts'
import { contactTitles } from './contact-titles.ts'
import { readCountry } from './read-country.ts'

/** What a cell says of a contact. `customAt` are fields of the account's own by their place, from 0 on. */
export interface ContactPart extends Omit<ContactFields, 'custom'> {
  readonly customAt?: Readonly<Record<number, string | null>>
}

/** A column of a file of contacts: how a cell is read, and how a contact fills it. */
export interface ContactColumn extends SheetField {
  /**
   * Reads a cell. An empty one, and `(none)`, empty the field.
   *
   * @throws InvalidValue
   */
  read(cell: string): ContactPart
  show(contact: Contact): string
}

/** A person's field that is null where nothing is known. */
type PlainField = Exclude<keyof Person, 'custom'>
type Read = (given: string) => string | null

const short = (max: number): Read => {
  const read = text({ max, lines: true })
  return (given) => read(given)
}

/** The columns of a person's fields: each with its title, its field, and the reader of a cell that holds something. */
const personFields: readonly (readonly [title: string, field: PlainField, read: Read])[] = [
  ['FirstName', 'firstName', contactTexts.name],
  ['LastName', 'lastName', contactTexts.name],
  ['Email', 'email', readEmail],
  ['LangCode', 'language', readLanguage],
  ['Gender', 'gender', readGender],
  ['DateOfBirth', 'birthDate', readBirthDate],
  ['Street', 'street', short(contactLimits.street)],
  ['HouseNumber', 'houseNumber', short(contactLimits.houseNumber)],
  ['Suite', 'suite', short(contactLimits.suite)],
  ['PostalCode', 'postalCode', short(contactLimits.postalCode)],
  ['City', 'city', short(contactLimits.city)],
  ['State', 'state', readState],
  ['Province', 'province', short(contactLimits.province)],
  ['Country', 'country', readCountryCode],
]

const several: Readonly<Record<string, SheetField['several']>> = Object.fromEntries(
  ['number', 'Email', 'Street', 'PostalCode', 'City', 'Province', 'Country'].map((title) => [title, 'each']),
)

const personColumns = personFields.map(
  ([title, field, read]): ContactColumn => ({
    ...fieldOf(title),
    read: (cell) => ({ [field]: readFilled(cell, read) }),
    show: (contact) => contact[field] ?? '',
  }),
)

const customColumns = Array.from(
  { length: customFieldCount },
  (_, at): ContactColumn => ({
    ...fieldOf(`CustomField${at + 1}`),
    read: (cell) => ({ customAt: { [at]: readFilled(cell, short(contactLimits.custom)) } }),
    show: ({ custom }) => custom[at] ?? '',
  }),
)

/** The columns that contacts are exported with, in their order, but for their id. */
export const contactColumns: readonly ContactColumn[] = [
  {
    ...fieldOf('name'),
    read: (cell) => ({ name: readFilled(cell, contactTexts.name) ?? '' }),
    show: ({ name }) => name,
  },
  {
    ...fieldOf('number'),
    read: (cell) => ({ number: readFilled(cell, (given) => dialNumber(firstOf(given))) ?? '' }),
    show: ({ number }) => number,
  },
  {
    ...fieldOf('description'),
    read: (cell) => ({ description: readFilled(cell, contactTexts.description) ?? '' }),
    show: ({ description }) => description,
  },
  ...personColumns,
  ...customColumns,
]

/** The title of a contact's id, 24 hex digits that no other contact of any book has. */
export const idTitle = '_id'

/** The title of further first names, which become a part of the first name. */
export const middleTitle = 'middle_name'

/** The title of a company, which is the name of a contact that has no other. */
export const organizationTitle = 'organization'

/** The fields that a file of contacts may have. */
export const contactFields: readonly SheetField[] = [
  fieldOf(idTitle),
  ...contactColumns,
  fieldOf(middleTitle),
  { ...fieldOf(organizationTitle), isSpare: true },
]

function fieldOf(title: string): SheetField {
  const more = several[title]
  return { title, others: contactTitles[title] ?? [], ...(more && { several: more }) }
}

function readFilled(cell: string, read: Read): string | null {
  const given = cell.trim()
  return given === '' || given.toLowerCase() === noneWord ? null : read(given)
}

/** The first value of a cell. Google writes several into one, with ` ::: ` between them. */
function firstOf(cell: string): string {
  return (cell.split(' ::: ')[0] ?? '').trim()
}

/** The number of a cell as contacts are found by it: a text that is no number stays as it is. */
export function looseNumber(cell: string): string {
  const read = readNumber(firstOf(cell))
  return 'number' in read ? read.number : cell.trim()
}

/** The address of a cell as contacts are found by it; null for an empty cell. */
export function looseEmail(cell: string): string | null {
  return firstOf(cell) || null
}

function readEmail(cell: string): string {
  const address = firstOf(cell)
  if (address.length > contactLimits.email)
    throw new InvalidValue(`must have at most ${contactLimits.email} characters`)
  if (!isEmail(address)) throw new InvalidValue('must be an e-mail address')
  return text({ max: contactLimits.email })(address)
}

function readLanguage(cell: string): string {
  const code = cell.toLowerCase().replace(/[-_].*$/, '')
  if (!isLanguage(code)) throw new InvalidValue('must be a language of ISO 639-1, as en')
  return code
}

const genders: Readonly<Record<string, 'M' | 'F'>> = {
  ...{ m: 'M', male: 'M', männlich: 'M', herr: 'M', مرد: 'M', مذکر: 'M' },
  ...{ f: 'F', w: 'F', female: 'F', weiblich: 'F', frau: 'F', زن: 'F', مونث: 'F', مؤنث: 'F' },
}

function readGender(cell: string): string {
  const word = cell.toLowerCase()
  const gender = Object.hasOwn(genders, word) ? genders[word] : undefined
  if (gender === undefined) throw new InvalidValue('must be M or F')
  return gender
}

/** Reads `1980-02-29`, `19800229` and `29.2.1980`. `0/0/00`, as Outlook writes it, is no day. */
function readBirthDate(cell: string): string | null {
  if (/^0{1,4}[-/.]0{1,2}[-/.]0{1,4}$/.test(cell)) return null
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$/.exec(cell) ?? []
  const [, dayFirst = '', monthThen = '', yearLast] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(cell) ?? []
  const read = yearLast
    ? `${yearLast}-${monthThen.padStart(2, '0')}-${dayFirst.padStart(2, '0')}`
    : `${year}-${month}-${day}`
  if (!isDay(read)) throw new InvalidValue('must be a day as 1980-02-29')
  return read
}

function readState(cell: string): string {
  const code = cell.toUpperCase()
  if (!isState(code))
    throw new InvalidValue('must be a state of the United States in two letters: others are a Province')
  return code
}

function readCountryCode(cell: string): string {
  const code = readCountry(cell)
  if (code === undefined) throw new InvalidValue('must be a country, in two letters or by its name')
  return code
}
