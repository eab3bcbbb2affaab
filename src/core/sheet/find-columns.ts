import { Refusal } from '../errors.ts'
import { letterOf } from '../import/file-columns.ts'

/** A field that the columns of a file may hold. */
export interface SheetField {
  /** The title under which it is exported, and the name by which people choose its column. */
  readonly title: string
  /** Other titles of it, the best first. */
  readonly others: readonly string[]
  /**
   * Which of several columns with titles of the field are read: the best, as usual; `each`, so that a line has the first that
   * is not empty; or `asked`, so that people must choose, unless one has the field's own title.
   */
  readonly several?: 'each' | 'asked'
  /** Whether only some lines need the field, so that it counts as read in those that have used it. */
  readonly isSpare?: true
}

/**
 * The columns that people chose for fields: a title, or a letter as spreadsheets have it, by the title of the field. An empty text is
 * no column: the field is not read then.
 */
export type ChosenColumns = Readonly<Record<string, string>>

/** The places of columns in a file, from 0 on. */
export interface FoundColumns {
  /** The places of each field that the file has, by the field's title. */
  readonly places: ReadonlyMap<string, readonly number[]>
  /** The places of columns that have a title, and no field. */
  readonly unread: readonly number[]
  /** The titles of fields that not every line reads. */
  readonly spare: readonly string[]
}

/** A title without all in which writers differ: case, spaces, signs. `forward_policy->No Answer` is `forwardpolicynoanswer`. */
export function bareTitle(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/**
 * Finds the columns of fields by their titles.
 *
 * @throws Refusal `invalid_value` of `column` where a chosen field or column is not there, and where two columns have the same
 * title of a field.
 */
export function findColumns(
  fields: readonly SheetField[],
  titles: readonly string[],
  chosen: ChosenColumns = {},
): FoundColumns {
  const places = new Map<string, readonly number[]>()
  for (const [given, column] of Object.entries(chosen)) {
    places.set(fieldNamed(fields, given).title, column === '' ? [] : [placeOf(column, titles)])
  }
  const taken = new Set([...places.values()].flat())
  for (const field of fields) {
    if (places.has(field.title)) continue
    const found = placesOf(field, titles, taken)
    if (found.length > 0) places.set(field.title, found)
    for (const place of found) taken.add(place)
  }
  const spare = fields.flatMap(({ title, isSpare }) => (isSpare ? [title] : []))
  return {
    places,
    spare,
    unread: titles.flatMap((title, place) =>
      title.trim() === '' || taken.has(place) || isOfRejects(place, titles) ? [] : [place],
    ),
  }
}

function placesOf(
  { title, others, several }: SheetField,
  titles: readonly string[],
  taken: ReadonlySet<number>,
): number[] {
  const keys = titles.map((each, place) => (taken.has(place) ? '' : bareTitle(each)))
  const own = placesOfKey(bareTitle(title), keys)
  if (own.length > 1) throw askFor(title, own, titles)
  const found = [...new Set([...own, ...others.flatMap((other) => placesOfKey(bareTitle(other), keys))])]
  if (several === 'each') return found
  const [best] = found
  if (best === undefined) return []
  const isSure =
    own.length === 1 || (several !== 'asked' && keys.indexOf(keys[best] ?? '') === keys.lastIndexOf(keys[best] ?? ''))
  if (found.length > 1 && !isSure) throw askFor(title, found, titles)
  return [best]
}

function placesOfKey(key: string, keys: readonly string[]): number[] {
  return keys.flatMap((each, place) => (each === key ? [place] : []))
}

/** The refusal of columns that may all be the one field. */
function askFor(field: string, places: readonly number[], titles: readonly string[]): Refusal {
  const named = places.map((place) => `${letterOf(place)} '${titles[place]}'`).join(' and ')
  const remedy = `say which is the ${field}, as --column ${field}=${letterOf(places[0] ?? 0)}`
  return new Refusal('invalid_value', `the columns ${named} may all be the ${field}: ${remedy}`, 'column')
}

/**
 * The field that a text names.
 *
 * @throws Refusal `invalid_value` of `column`.
 */
export function fieldNamed<Field extends SheetField>(fields: readonly Field[], text: string): Field {
  const key = bareTitle(text)
  const field =
    fields.find(({ title }) => bareTitle(title) === key) ??
    fields.find(({ others }) => others.some((other) => bareTitle(other) === key))
  if (field) return field
  const known = fields.map(({ title }) => title).join(', ')
  throw new Refusal('invalid_value', `there is no field '${text}': there are ${known}`, 'column')
}

/** The place that a title or a letter names. A title goes before a letter. */
function placeOf(column: string, titles: readonly string[]): number {
  const key = bareTitle(column)
  const byTitle = titles.findIndex((title) => title === column || (key !== '' && bareTitle(title) === key))
  if (byTitle >= 0) return byTitle
  const byLetter = titles.findIndex((_, place) => letterOf(place) === column.toUpperCase())
  if (byLetter >= 0) return byLetter
  const known = titles.map((title, place) => `${letterOf(place)} '${title}'`).join(', ')
  throw new Refusal('invalid_value', `there is no column '${column}': there are ${known}`, 'column')
}

/** The last two titles of a file of rejects: such a file, mended, may be imported as it is. */
const rejectTitles = ['reason', 'line']

function isOfRejects(place: number, titles: readonly string[]): boolean {
  const first = titles.length - rejectTitles.length
  return place >= first && rejectTitles.every((title, index) => titles[first + index] === title)
}
