import type { Entry, EntryDetails, EntryDraft } from '../entry/entry.ts'
import { Refusal } from '../errors.ts'
import { readNumber } from '../number/read-number.ts'
import { withoutRepeats } from './drop-repeats.ts'
import { type EntryList, phonesOf } from './entry-list.ts'
import { ValuesPacker } from './packed-values.ts'
import { noCode, phoneCode } from './phone-code.ts'
import { isDialCode, storedText } from './stored-phone.ts'

/**
 * Phones that one list may be given at the most, repeats included: 64 MB of codes. A body of 64 MiB holds some five
 * million numbers of ten digits.
 */
export const mostPhones = 8_000_000

/**
 * Phones without a code that one list may be given at the most. Such a phone is a text in memory, and takes ten times as
 * much as a code.
 */
export const mostTexts = 1_000_000

/** The rule of a caller for phones, and the field in which they come. */
export interface PhoneRule {
  /** The field that a refusal names. */
  readonly field: string
  /** Whether a phone is allowed in which `readNumber` finds no number. Items count from 1. */
  readonly allows: (phone: string, item: number) => boolean
}

/**
 * Makes a list, phone by phone. Each is packed as it comes, so that a list in the making takes no more memory than the
 * list itself. Order is kept; of two entries with one phone the first stays.
 */
export class EntryListBuilder {
  readonly #field: string
  readonly #phones = new ValuesPacker<string>()
  readonly #details = new ValuesPacker<EntryDetails>()
  #codes: Float64Array
  #count = 0

  /** `field` is the field that a refusal names, and `expected` the number of phones to come, where that is known. */
  constructor(field: string, expected = 8) {
    this.#field = field
    this.#codes = new Float64Array(expected)
  }

  /** Phones that were added, repeats included. */
  get count(): number {
    return this.#count
  }

  /**
   * Adds an entry. Its phone is as the book keeps it.
   *
   * @throws Refusal `invalid_value` for the phone after {@link mostPhones}, and after {@link mostTexts}.
   */
  add({ phone, details }: EntryDraft): void {
    this.#add(phoneCode(phone), phone, details)
  }

  /**
   * Adds a phone as a caller sent it: the number in it, or a text that the rule allows.
   *
   * @throws Refusal `invalid_value` that names the item and the reason, when it is no string, or holds no number or two
   * and the rule does not allow it; and as `add` does.
   */
  addGiven(item: unknown, { allows }: PhoneRule): void {
    if (typeof item !== 'string') throw this.#refuse('is not a string')
    const code = phoneCode(item)
    if (code !== noCode) this.#add(code, item)
    else this.#addUnusual(item, allows)
  }

  /**
   * Adds the phone of a code.
   *
   * @throws Refusal as `add` does.
   */
  addCode(code: number, details?: EntryDetails): void {
    this.#add(code, '', details)
  }

  /** The list. Nothing can be added afterwards. */
  build(): EntryList {
    const codes = this.#codes.length === this.#count ? this.#codes : this.#codes.slice(0, this.#count)
    this.#codes = codes
    return withoutRepeats(codes, this.#phones.packed(), this.#details.packed())
  }

  /** Adds a phone that had no code as it came: `0912 111` has the code of `0912111`, and `*43#` has none. */
  #addUnusual(item: string, allows: PhoneRule['allows']): void {
    // A list may have a million codes: they are known without being read.
    const read = isDialCode(item) ? { problem: 'is a code to dial, and no number' } : readNumber(item)
    const phone = 'number' in read ? read.number : storedText(item)
    if ('problem' in read && !allows(phone, this.#count + 1)) throw this.#refuse(read.problem)
    this.#add(phoneCode(phone), phone)
  }

  #add(code: number, phone: string, details?: EntryDetails): void {
    if (this.#count === mostPhones) throw this.#refuse(`is one too many: a list has at most ${mostPhones}`)
    if (details && hasAny(details)) this.#details.add(this.#count, details)
    if (code === noCode) {
      if (this.#phones.size === mostTexts) {
        throw this.#refuse(`is one too many: at most ${mostTexts} phones of a list may be other than 1 to 15 digits`)
      }
      this.#phones.add(this.#count, phone)
    }
    if (this.#count === this.#codes.length) this.#grow()
    this.#codes[this.#count++] = code
  }

  /** Makes room for half as many again: twice as many would leave half of the memory unused, which counts from some thousands on. */
  #grow(): void {
    const more = this.#count < 8000 ? this.#count * 4 + 8 : Math.ceil(this.#count * 1.5)
    const codes = new Float64Array(Math.min(more, mostPhones))
    codes.set(this.#codes)
    this.#codes = codes
  }

  #refuse(problem: string): Refusal {
    return new Refusal('invalid_value', `item ${this.#count + 1} ${problem}`, this.#field)
  }
}

function hasAny(details: EntryDetails): boolean {
  for (const _ in details) return true
  return false
}

/**
 * Makes a list of phones as a caller sent them. Order is kept; an exact repeat is dropped.
 *
 * @throws Refusal `invalid_value` that names the position of the first item that is no string or breaks the rule.
 */
export function entryListOfPhones(given: readonly unknown[], rule: PhoneRule): EntryList {
  const builder = new EntryListBuilder(rule.field, given.length)
  for (const item of given) builder.addGiven(item, rule)
  return builder.build()
}

/** Makes a list of entries, each packed as it comes. Order is kept; of two entries with one phone the first stays. */
export function entryListOf(drafts: Iterable<EntryDraft>): EntryList {
  const builder = new EntryListBuilder('phones')
  for (const draft of drafts) builder.add(draft)
  return builder.build()
}

/** Makes a list of the phones of `first`, followed by entries that are stored already, with their details. */
export function joinEntries(first: EntryList, second: readonly Pick<Entry, 'phone' | 'details'>[]): EntryList {
  const given = phonesOf(first).map((phone) => ({ phone }))
  return entryListOf([...given, ...second.map(({ phone, details }) => ({ phone, ...(details && { details }) }))])
}

/** Makes a list of the phones of `first`, followed by phones that are stored already. Details are left out. */
export function joinPhones(first: EntryList, second: readonly string[]): EntryList {
  return entryListOf([...phonesOf(first), ...second].map((phone) => ({ phone })))
}
