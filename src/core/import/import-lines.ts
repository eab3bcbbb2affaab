import type { EntryDetails } from '../entry/entry.ts'
import { Refusal } from '../errors.ts'
import { mostPhones } from '../list/entry-list-builder.ts'
import { noCode, phoneCode, phoneOfCode } from '../list/phone-code.ts'
import { type SortedPhones, sortedOnce } from '../list/sorted-phones.ts'
import type { NumberKey } from './number-keys.ts'
import { PackedTexts } from './packed-texts.ts'

/** Stands between the cells of a line. */
const divider = '\u0001'

/** The members of the details that lines fill, for the lines from `from` on. */
interface Fields {
  readonly from: number
  readonly names: readonly (keyof EntryDetails)[]
}

/**
 * The lines of an import that were taken, packed: a million take 16 MB and their cells. A line is known by its place: the first is 0.
 */
export class ImportLines {
  #count = 0
  #keysAreNumbers = true
  #codes: Float64Array
  #keys: Float64Array
  /** The places of the cells among the texts, from 1 on; 0 for a line all of whose cells are empty. */
  #places: Float64Array
  readonly #texts = new Map<number, string>()
  readonly #cells = new PackedTexts()
  readonly #fields: Fields[] = []

  /** `expected` is the number of lines to come, where that is known. */
  constructor(expected = 1000) {
    this.#codes = new Float64Array(expected)
    this.#keys = new Float64Array(expected)
    this.#places = new Float64Array(expected)
  }

  get count(): number {
    return this.#count
  }

  /** Whether every number is its own key. */
  get keysAreNumbers(): boolean {
    return this.#keysAreNumbers
  }

  /** Whether any line fills a member of the details. */
  get hasFields(): boolean {
    return this.#fields.some(({ names }) => names.length > 0)
  }

  /** Names the members that the following lines fill. */
  beginFile(names: readonly (keyof EntryDetails)[]): void {
    this.#fields.push({ from: this.#count, names })
  }

  /**
   * Adds a line.
   *
   * @throws Refusal `invalid_value` of `file` for the line after {@link mostPhones}.
   */
  add(phone: string, key: NumberKey, cells: readonly string[]): void {
    this.addCode(phoneCode(phone), phone, key, cells)
  }

  /** Adds a line whose number is packed already. `phone` is looked at only where the code is `noCode`. */
  addCode(code: number, phone: string, key: NumberKey, cells: readonly string[]): void {
    if (this.#count === mostPhones) {
      throw new Refusal('invalid_value', `an import has at most ${mostPhones} lines: cut the file in two`, 'file')
    }
    if (this.#count === this.#codes.length) this.#grow()
    this.#codes[this.#count] = code
    this.#keys[this.#count] = typeof key === 'number' ? key : noCode
    if (this.#keysAreNumbers && this.#keys[this.#count] !== code) this.#keysAreNumbers = false
    if (code === noCode) this.#texts.set(this.#count, phone)
    if (cells.some((cell) => cell !== '')) this.#places[this.#count] = this.#cells.add(packed(cells)) + 1
    this.#count++
  }

  codeAt(line: number): number {
    return this.#codes[line] as number
  }

  /** The text of a line that is no number. */
  textAt(line: number): string | undefined {
    return this.#texts.get(line)
  }

  phoneAt(line: number): string {
    const code = this.codeAt(line)
    return code === noCode ? (this.#texts.get(line) ?? '') : phoneOfCode(code)
  }

  keyAt(line: number): NumberKey {
    const key = this.#keys[line] as number
    return key === noCode ? (this.#texts.get(line) ?? '') : key
  }

  /** The members that the line fills, with its cells. An empty cell is an empty text. */
  cellsAt(line: number): readonly (readonly [field: keyof EntryDetails, cell: string])[] {
    const names = this.#fields.findLast(({ from }) => from <= line)?.names ?? []
    const place = this.#places[line] as number
    const cells = place === 0 ? [] : this.#cells.get(place - 1).split(divider)
    return names.map((name, index) => [name, cells[index] ?? ''])
  }

  /** The keys of all lines, each once. */
  async sortedKeys(): Promise<SortedPhones> {
    const texts = new Set<string>()
    for (const line of this.#texts.keys()) if (this.#keys[line] === noCode) texts.add(this.#texts.get(line) as string)
    return { codes: await sortedOnce(this.#keys.subarray(0, this.#count)), phones: [...texts].sort() }
  }

  #grow(): void {
    const size = Math.min(Math.ceil(this.#count * 1.5) + 1000, mostPhones)
    this.#codes = grown(this.#codes, size)
    this.#keys = grown(this.#keys, size)
    this.#places = grown(this.#places, size)
  }
}

function grown(values: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(size)
  copy.set(values)
  return copy
}

/** Two characters mark ends. No cell that people fill has them. */
function packed(cells: readonly string[]): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these two are the ones that mark ends
  return cells.map((cell) => cell.replace(/[\u0000\u0001]/g, '')).join(divider)
}
