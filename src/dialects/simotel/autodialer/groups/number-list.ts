import type { EntryList } from '../../../../core/list/entry-list.ts'
import { EntryListBuilder, type PhoneRule } from '../../../../core/list/entry-list-builder.ts'
import { type PackedValues, ValuesPacker } from '../../../../core/list/packed-values.ts'
import { takeNumbers } from '../../../body/take-numbers.ts'
import { described, InvalidValue, type Reader } from '../../../fields.ts'
import { isListKey } from '../../php-list.ts'
import { digitsOf, numbersRule } from '../../values.ts'

const usualField = 'numbers'

/**
 * Units of UTF-16 that a strange phone may have: twice as many as any other dialect writes. The 30 characters of LOX24
 * are at most 60 units.
 */
const longestStrange = 120

/** The `numbers` of a body, read item by item. */
export class NumberList {
  readonly #builder: EntryListBuilder
  readonly #plain: ReturnType<typeof numbersRule>
  readonly #strange = new ValuesPacker<string>()
  readonly #rule: PhoneRule
  readonly #addCode = (code: number): void => this.#builder.addCode(code)
  #isList = true

  /**
   * With `keepsStrange` an item that breaks the rule is in the list too, and among the strange ones: a group that has
   * such a phone already may keep it. `field` is the member at fault where an item is refused.
   */
  constructor(keepsStrange: boolean, field = usualField) {
    const rule = numbersRule(field)
    this.#plain = rule
    this.#builder = new EntryListBuilder(field)
    this.#rule = keepsStrange ? { field, allows: (phone, item) => this.#allows(phone, item) } : rule
  }

  /** Whether it is a list: an array, or the object that PHP makes of one. The object without members is none. */
  get isList(): boolean {
    return this.#isList
  }

  /** Items that were taken. */
  get count(): number {
    return this.#builder.count
  }

  /**
   * Takes some items, or the member of an object with its key.
   *
   * @throws Refusal `invalid_value` of `numbers` for an item that is no number.
   */
  take(items: readonly unknown[], key?: string): void {
    if (key !== undefined && !isListKey(key)) this.#isList = false
    if (!this.#isList) return
    for (const item of items) this.#builder.addGiven(digitsOf(item), this.#rule)
  }

  /** Takes numbers from the bytes of an array. */
  takePlain(piece: Uint8Array, start: number): number {
    return takeNumbers(piece, start, this.#addCode)
  }

  /** The list, and the strange phones by their items: 1 is the first. */
  end(): { readonly entries: EntryList; readonly strange: PackedValues<string> } {
    return { entries: this.#builder.build(), strange: this.#strange.packed() }
  }

  #allows(phone: string, item: number): boolean {
    if (this.#plain.allows(phone, item)) return true
    if (phone.length > longestStrange) return false
    this.#strange.add(item, phone)
    return true
  }
}

const number = { type: ['string', 'integer'], description: 'a number, or a code to dial' }

/** An array, or the object with the indexes as names that PHP makes of one. */
const numbersSchema = {
  anyOf: [
    { type: 'array', items: number },
    { type: 'object', additionalProperties: number },
  ],
}

/** Reads the numbers of a body: an array, or a list that was read already. */
function numberList(keepsStrange: boolean, field?: string): Reader<ReturnType<NumberList['end']>> {
  return described(numbersSchema, (value) => {
    if (value instanceof NumberList) return value.end()
    if (!Array.isArray(value)) throw new InvalidValue('must be an array of strings')
    const list = new NumberList(keepsStrange, field)
    list.take(value)
    return list.end()
  })
}

const strict = numberList(false)

/** Reads the numbers of a new group. */
export const numbers: Reader<EntryList> = described(numbersSchema, (value) => strict(value).entries)

/** Reads the numbers for a group that may have some of them already, whoever wrote them. */
export const keptNumbers = numberList(true)

const comingNumbers = numberList(false, 'numbers_add')

/** Reads the numbers that come to a group. */
export const addedNumbers: Reader<EntryList> = described(numbersSchema, (value) => comingNumbers(value).entries)

/** Reads the numbers that leave a group. */
export const removedNumbers = numberList(true, 'numbers_remove')
