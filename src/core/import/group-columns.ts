import type { EntryDetails } from '../entry/entry.ts'
import { Refusal } from '../errors.ts'
import type { ColumnTitles } from '../group/group.ts'
import { chooseNumberColumn, mustFindColumn } from './choose-number-column.ts'
import { callbackTitle, fitExported, numberTitle } from './exported-titles.ts'
import { columnsOf, type FileColumns } from './file-columns.ts'
import type { ImportMode } from './import-report.ts'
import type { FileRecord, RecordFile } from './record-file.ts'
import { isNumberTitle, titleKey } from './title.ts'

/** The columns of a group. */
export const groupColumns = ['a', 'b', 'c', 'd', 'e'] as const

/** One of the columns of a group. */
export type GroupColumn = (typeof groupColumns)[number]

/** The columns that somebody chose, by title, letter or position. */
export interface ColumnChoice {
  /** The column of the numbers. */
  readonly number?: string
  /** The columns of the file that fill columns of the group. */
  readonly columns?: Readonly<Partial<Record<GroupColumn, string>>>
}

/** A column of a file, and the member of the entries' details that it fills. */
export interface FilledField {
  readonly field: keyof EntryDetails
  readonly column: number
}

/** What the columns of a file are for a group. */
export interface ChosenColumns extends FileColumns {
  readonly number: number
  readonly fields: readonly FilledField[]
  /** Titles that columns of the group get, which had none. */
  readonly newTitles: Partial<ColumnTitles>
  /** Columns that are not taken. */
  readonly left: readonly number[]
}

/** The longest title of a column that every dialect can show. A longer one is cut, and known again by its beginning. */
const longestTitle = 50

/** The last two titles of a file of rejects. */
const rejectTitles = ['reason', 'line']

/** The columns of cards that entries take, the most useful first: the parts of the name are in the name. */
const cardColumns = ['name', 'organization', 'email', 'note', 'type']

/**
 * Chooses what the columns of a file are for a group with these titles.
 *
 * - Columns named `a` to `e`, `col_a` to `col_e`, `callback_data` or like the group's own titles are taken as such.
 * - Unless somebody chose columns, all others fill the columns of the group that have no title, in their order.
 *
 * @throws Refusal `invalid_value` of `number` or `column`, as {@link chooseNumberColumn} does.
 */
export function chooseGroupColumns(
  file: Pick<RecordFile, 'titles' | 'format'>,
  records: readonly FileRecord[],
  group: ColumnTitles,
  mode: ImportMode,
  choice: ColumnChoice,
): ChosenColumns {
  const chosen = Object.values(choice.columns ?? {})
  const named = new Set([choice.number, ...chosen].map((name) => titleKey(name ?? '')).filter((key) => key !== ''))
  const isKnown = (title: string) =>
    isNumberTitle(title) || named.has(titleKey(title)) || fieldOfTitle(title, group) !== undefined
  const columns = columnsOf(file, records, isKnown)
  const isOwn = titleAt(columns, 0) === numberTitle && columns.titles?.at(-1) === callbackTitle
  const number = isOwn && choice.number === undefined ? 0 : chooseNumberColumn(columns, choice.number)
  if (mode === 'remove') return { ...columns, number, fields: [], newTitles: {}, left: [] }
  const isChosen = choice.number !== undefined || choice.columns !== undefined
  if (!isChosen && fitExported(columns.titles ?? [], group)) {
    const fields = [...groupColumns, 'callbackData' as const].map((field, place) => ({ field, column: place + 1 }))
    const byField = new Map(fields.map(({ field, column }) => [field, column]))
    return { ...columns, number, fields, newTitles: newTitlesOf(columns, group, byField), left: [] }
  }
  return { ...columns, number, ...chooseFields(file, columns, group, number, choice) }
}

function chooseFields(
  file: Pick<RecordFile, 'format'>,
  columns: FileColumns,
  group: ColumnTitles,
  number: number,
  choice: ColumnChoice,
): Pick<ChosenColumns, 'fields' | 'newTitles' | 'left'> {
  const byField = new Map<keyof EntryDetails, number>()
  for (const field of groupColumns) {
    const named = choice.columns?.[field]
    if (named !== undefined) byField.set(field, mustFindColumn(columns, named, 'column'))
  }
  if (new Set(byField.values()).size < byField.size) {
    throw new Refusal('invalid_value', 'a column of the file fills one column of the group only', 'column')
  }
  let rest = [...Array(columns.width).keys()].filter((column) => column !== number && !isOfRejects(columns, column))
  const isTaken = (column: number) => [...byField.values()].includes(column)
  for (const column of rest) {
    const field = fieldOfTitle(titleAt(columns, column), group)
    if (field !== undefined && !byField.has(field) && !isTaken(column)) byField.set(field, column)
  }
  // Cards have all of their titles always; a title of a csv was put there by somebody.
  const isWanted = (column: number) => file.format !== 'vcard' && titleAt(columns, column) !== ''
  rest = (file.format === 'vcard' ? ofCards(columns) : rest).filter((column) => !isTaken(column))
  if (choice.columns === undefined) {
    const free = groupColumns.filter((field) => !byField.has(field) && group[field] === null)
    // A column that is filled goes before one that only has a title, when there is no room for all.
    const first = rest.filter((column) => isFilled(columns, column)).slice(0, free.length)
    const titled = rest.filter((column) => !first.includes(column) && isWanted(column))
    const others = titled.slice(0, free.length - first.length)
    const fitting = rest.filter((column) => first.includes(column) || others.includes(column))
    for (const [index, column] of fitting.entries()) byField.set(free[index] as GroupColumn, column)
  }
  return {
    fields: [...byField].map(([field, column]) => ({ field, column })),
    newTitles: newTitlesOf(columns, group, byField),
    left: rest.filter((column) => !isTaken(column)),
  }
}

function newTitlesOf(
  columns: FileColumns,
  group: ColumnTitles,
  byField: ReadonlyMap<keyof EntryDetails, number>,
): Partial<ColumnTitles> {
  const titles: Partial<Record<GroupColumn, string>> = {}
  for (const field of groupColumns) {
    const column = byField.get(field)
    if (column === undefined || group[field] !== null) continue
    const title = shortTitle(titleAt(columns, column))
    if (title !== '' && fieldOfLetter(titleKey(title)) === undefined) titles[field] = title
  }
  return titles
}

/** The member of an entry's details that a title names. The group's own titles go before the letters. */
function fieldOfTitle(title: string, group: ColumnTitles): keyof EntryDetails | undefined {
  const key = titleKey(shortTitle(title))
  if (key === '') return undefined
  if (key === callbackTitle) return 'callbackData'
  return groupColumns.find((field) => titleKey(group[field] ?? '') === key) ?? fieldOfLetter(key)
}

function shortTitle(title: string): string {
  return title.slice(0, longestTitle).trim()
}

/** The column of a group that a title names by its letter, as exports of groups do. */
function fieldOfLetter(key: string): GroupColumn | undefined {
  return groupColumns.find((field) => key === field || key === `col_${field}`)
}

function titleAt({ titles }: FileColumns, column: number): string {
  return titles?.[column] ?? ''
}

function isFilled({ sample }: FileColumns, column: number): boolean {
  return sample.some(({ cells }) => (cells[column] ?? '').trim() !== '')
}

function ofCards({ titles }: FileColumns): number[] {
  return cardColumns.map((title) => titles?.indexOf(title) ?? -1).filter((column) => column >= 0)
}

/** Whether a column is one of the two that a file of rejects has behind the original ones. */
export function isOfRejects({ titles }: Pick<FileColumns, 'titles'>, column: number): boolean {
  const place = titles === null ? -1 : column - (titles.length - rejectTitles.length)
  return titles !== null && place >= 0 && rejectTitles.every((title, index) => titles.at(index - 2) === title)
}
