import { checkCounts, type FileReject, type ImportCounts } from '../import/import-report.ts'
import { isEmpty, type SheetRow } from './sheet-row.ts'

/** A column of which cells had no place: how many of them held something. */
export interface UnreadColumn {
  readonly file: string
  readonly title: string
  readonly cells: number
}

/** What became of the lines of an import. */
export interface SheetReport extends ImportCounts {
  readonly rejects: readonly FileReject[]
  readonly unread: readonly UnreadColumn[]
}

/** A cell that breaks a rule: the field that it is of, and the reason as `must be yes or no`. */
export class BadCell extends Error {
  readonly field: string

  constructor(field: string, reason: string) {
    super(reason)
    this.field = field
  }
}

/** The text that stands in a report where a line has a secret. */
const hidden = '******'

/** Titles of columns that may hold a secret, whether they are read or not. */
const secretTitle = /secret|pass(?!port)|\bpin\b|token|kennwort|رمز|گذرواژه/i

/** What a line came to. */
export type Outcome = 'added' | 'updated' | 'unchanged' | 'repeated'

/** Counts the lines of an import. A secret never comes into the report. */
export class SheetTally {
  readonly #secretField: string | undefined
  readonly #counts = { lines: 0, added: 0, updated: 0, unchanged: 0, repeated: 0, rejected: 0 }
  readonly #rejects: FileReject[] = []
  readonly #unread = new Map<string, { file: string; title: string; cells: number }>()
  #removed = 0

  /** `secretField` is the title of the field that no report may show. */
  constructor(secretField?: string) {
    this.#secretField = secretField
  }

  /** Has `take` take each row, and counts what it came to. A row of which a cell breaks a rule is rejected. */
  takeAll(rows: readonly SheetRow[], take: (row: SheetRow) => Outcome): void {
    for (const row of rows) {
      try {
        this.#count(row, take(row))
      } catch (error) {
        if (!(error instanceof BadCell)) throw error
        this.#reject(row, error)
      }
    }
  }

  #count(row: SheetRow, outcome: Outcome): void {
    this.#see(row)
    this.#counts[outcome]++
  }

  #reject(row: SheetRow, { field, message }: BadCell): void {
    this.#see(row)
    this.#counts.rejected++
    const cells = this.#shown(row)
    const isSecret = field === this.#secretField
    const value = isSecret && !isEmpty(row.cell(field)) ? hidden : row.cell(field)
    const { line, place } = row
    this.#rejects.push({ file: place.file, line, column: row.columnOf(field), value, reason: message, cells })
  }

  /** Counts things that go. */
  remove(count: number): void {
    this.#removed += count
  }

  get rejected(): number {
    return this.#counts.rejected
  }

  report(): SheetReport {
    const report = {
      ...this.#counts,
      removed: this.#removed,
      rejects: this.#rejects,
      unread: [...this.#unread.values()],
    }
    checkCounts(report)
    return report
  }

  #see(row: SheetRow): void {
    this.#counts.lines++
    for (const at of row.unread()) {
      const title = row.titleAt(at)
      const key = `${row.place.file}\n${title}`
      const column = this.#unread.get(key) ?? { file: row.place.file, title, cells: 0 }
      column.cells++
      this.#unread.set(key, column)
    }
  }

  /** The cells of a line without its secrets: every column that could have one is hidden, also one that is not read. */
  #shown({ cells, place }: SheetRow): readonly string[] {
    const secrets = this.#secretField === undefined ? [] : (place.columns.places.get(this.#secretField) ?? [])
    const isSecret = (at: number) => secrets.includes(at) || secretTitle.test(place.titles[at] ?? '')
    return cells.map((cell, at) => (isSecret(at) && !isEmpty(cell) ? hidden : cell))
  }
}
