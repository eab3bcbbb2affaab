import { readNumber } from '../number/read-number.ts'
import { areExported } from './exported-titles.ts'
import type { FileRecord, RecordFile } from './record-file.ts'
import { titleKey } from './title.ts'

/** The columns of a file, as its first records show them. */
export interface FileColumns {
  /** The title of each column; null for a file without titles. */
  readonly titles: readonly string[] | null
  /** Whether the titles are the first record, which is no line of the import then. */
  readonly isTitled: boolean
  /** The first records, without the titles. */
  readonly sample: readonly FileRecord[]
  /** How many columns there are. */
  readonly width: number
}

/** The fewest digits that no title has: `Phone 2` is a title, `200` is an extension. */
const fewestDigits = 3

/**
 * Looks at the first records of a file. The first of all is a line of titles when it has one that `isKnown` knows, or when it has
 * words and no digits while a later record has a number. A record that has a number itself is none.
 */
export function columnsOf(
  { titles }: Pick<RecordFile, 'titles'>,
  records: readonly FileRecord[],
  isKnown: (title: string) => boolean,
): FileColumns {
  const [first, ...rest] = records
  const isTitled = titles === null && first !== undefined && isTitleLine(first.cells, rest, isKnown)
  const sample = isTitled ? rest : records
  const found = isTitled ? first.cells.map((title) => title.trim()) : titles
  return {
    titles: found,
    isTitled,
    sample,
    width: Math.max(found?.length ?? 0, ...sample.map(({ cells }) => cells.length)),
  }
}

function isTitleLine(
  cells: readonly string[],
  rest: readonly FileRecord[],
  isKnown: (title: string) => boolean,
): boolean {
  if (areExported(cells)) return true
  if (cells.some((cell) => digitsIn(cell) >= fewestDigits && 'number' in readNumber(cell))) return false
  if (cells.some(isKnown)) return true
  const hasWords = cells.some((cell) => /\p{L}/u.test(cell)) && cells.every((cell) => digitsIn(cell) < fewestDigits)
  return hasWords && rest.some((record) => record.cells.some((cell) => 'number' in readNumber(cell)))
}

function digitsIn(text: string): number {
  return text.match(/\p{Nd}/gu)?.length ?? 0
}

/** The letter of a column, as a spreadsheet shows it: 0 is `A`, 26 is `AA`. */
export function letterOf(column: number): string {
  const before = Math.floor(column / 26)
  return (before > 0 ? letterOf(before - 1) : '') + String.fromCharCode(65 + (column % 26))
}

/** The name of a column for people: its title, or its letter where it has none. */
export function nameOf({ titles }: Pick<FileColumns, 'titles'>, column: number): string {
  return titles?.[column] || letterOf(column)
}

/** The column that somebody names by its title, its letter or its position from 1 on; undefined when there is none. */
export function findColumn(
  { titles, width }: Pick<FileColumns, 'titles' | 'width'>,
  named: string,
): number | undefined {
  const byTitle = titles?.findIndex((title) => titleKey(title) === titleKey(named)) ?? -1
  if (byTitle >= 0) return byTitle
  const byPosition = /^[1-9]\d{0,4}$/.test(named) ? Number(named) - 1 : -1
  const byLetter = /^[a-z]{1,2}$/i.test(named) ? placeOfLetters(named.toUpperCase()) : byPosition
  return byLetter >= 0 && byLetter < width ? byLetter : undefined
}

function placeOfLetters(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
