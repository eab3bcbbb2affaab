import { noCode, phoneCode, phoneOfCode } from '../list/phone-code.ts'
import { rankOf, type SortedPhones } from '../list/sorted-phones.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import { readNumber } from '../number/read-number.ts'

/** The key by which numbers are compared, packed: its code, or a text that is no number and its own key. */
export type NumberKey = number | string

/** Finds the keys of numbers by the plan of an account. */
export class NumberKeys {
  readonly #plan: NumberPlan

  constructor(plan: NumberPlan) {
    this.#plan = plan
  }

  /** The key of a number that was read, whose code this is. */
  ofNumber(number: string, code: number): number {
    return this.#plan.country === null ? code : phoneCode(this.#plan.keyOf(number))
  }

  /** The key of an entry, by its code or by the text that it has instead. Such a text may be an older form of a number. */
  ofEntry(code: number, text: string | undefined): NumberKey {
    if (code !== noCode) return this.#plan.country === null ? code : this.ofNumber(phoneOfCode(code), code)
    const read = readNumber(text ?? '')
    return 'number' in read ? this.ofNumber(read.number, phoneCode(read.number)) : (text ?? '')
  }
}

/** The rank of a key among sorted ones; -1 when it is not there. */
export function rankOfKey(sorted: SortedPhones, key: NumberKey): number {
  return typeof key === 'number' ? rankOf(sorted, key, undefined) : rankOf(sorted, noCode, key)
}
