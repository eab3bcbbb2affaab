import { letterOf } from '../import/file-columns.ts'
import type { FoundColumns } from './find-columns.ts'

/** The place of a line: in which file it is, and which columns that file has. */
export interface SheetPlace {
  readonly file: string
  readonly titles: readonly string[]
  readonly columns: FoundColumns
}

/** One line of a file, by the titles of fields. */
export class SheetRow {
  readonly place: SheetPlace
  /** The line as an editor counts from 1 on. */
  readonly line: number
  readonly cells: readonly string[]
  readonly #used = new Set<string>()

  constructor(place: SheetPlace, line: number, cells: readonly string[]) {
    this.place = place
    this.line = line
    this.cells = cells
  }

  /** The cell of a field: the first that is not empty where several columns have it; empty where none has. */
  cell(field: string): string {
    const at = this.#placeOf(field)
    return at === undefined ? '' : (this.cells[at] ?? '')
  }

  /** The cell of a spare field, which counts as read from now on. */
  use(field: string): string {
    this.#used.add(field)
    return this.cell(field)
  }

  /** The title of the column that has the field in this line, or its letter. */
  columnOf(field: string): string {
    const at = this.#placeOf(field) ?? this.place.columns.places.get(field)?.[0]
    return at === undefined ? field : this.titleAt(at)
  }

  /** The title of a column, or its letter where it has none. */
  titleAt(at: number): string {
    return this.place.titles[at]?.trim() || letterOf(at)
  }

  /** The places of cells that hold something and are read as no field: further columns of one field among them. */
  unread(): number[] {
    const { places, unread, spare } = this.place.columns
    const further = [...places].flatMap(([field, all]) => {
      const isRead = !spare.includes(field) || this.#used.has(field)
      return all.filter((at) => !isRead || at !== this.#placeOf(field))
    })
    const beyond = this.cells.keys().filter((at) => at >= this.place.titles.length)
    return [...unread, ...further, ...beyond].filter((at) => !isEmpty(this.cells[at] ?? ''))
  }

  #placeOf(field: string): number | undefined {
    return this.place.columns.places.get(field)?.find((at) => !isEmpty(this.cells[at] ?? ''))
  }
}

/** Whether a cell says nothing: it has nothing, or white space. */
export function isEmpty(cell: string): boolean {
  return cell.trim() === ''
}
