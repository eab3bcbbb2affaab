import type { FileReject } from '../../core/import/import-report.ts'
import { TextFile } from './text-file.ts'

/** The titles of the two columns behind the original ones. An import does not take these columns. */
const more = ['reason', 'line']

/** The rejects in the form of the original file, with the reason and the line of each: to be mended and imported again. */
export class FixMeFile {
  readonly #file: TextFile
  readonly #separator: string
  #width = 0
  #count = 0

  /** `separator` divides the cells, as in the original; one that was no csv becomes one with commas. */
  constructor(path: string, separator: string | null, pid: number) {
    this.#file = new TextFile(path, '--fix-me', pid)
    this.#separator = separator ?? ','
  }

  /** How many rejects it has. */
  get count(): number {
    return this.#count
  }

  async begin(): Promise<void> {
    await this.#file.begin()
  }

  async writeTitles(titles: readonly string[]): Promise<void> {
    this.#width = titles.length
    // Excel takes a csv for UTF-8 by this mark only.
    await this.#file.write('\ufeff')
    await this.#write([...titles, ...more])
  }

  async add({ cells, reason, line }: FileReject): Promise<void> {
    this.#count++
    const all = Array.from({ length: this.#width }, (_, column) => cells[column] ?? '')
    await this.#write([...all, reason, String(line)])
  }

  finish(): Promise<void> {
    return this.#file.finish()
  }

  discard(): Promise<void> {
    return this.#file.discard()
  }

  async #write(cells: readonly string[]): Promise<void> {
    await this.#file.write(`${cells.map((cell) => this.#quoted(cell)).join(this.#separator)}\r\n`)
  }

  /** A cell that a spreadsheet would take for a formula gets an apostrophe, which the import leaves out again. */
  #quoted(cell: string): string {
    const inert = /^'*[=+\-@]/.test(cell) && !/^[+-]?[\d\s().\-/]+$/.test(cell) ? `'${cell}` : cell
    return /["\r\n]/.test(inert) || inert.includes(this.#separator) ? `"${inert.replaceAll('"', '""')}"` : inert
  }
}
