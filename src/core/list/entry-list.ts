import type { EntryDraft } from '../entry/entry.ts'
import { Refusal } from '../errors.ts'
import { normalizePhone } from './normalize-phone.ts'
import { DetailsPacker, noDetails, type PackedDetails } from './packed-details.ts'
import { noCode, phoneCode, phoneOfCode } from './phone-code.ts'
import { sortCodes } from './sort-codes.ts'

/**
 * The entries of a list to be written: in order, without repeats, packed. A million phones as strings would take six
 * times the memory, and a copy of them would take longer than a request may wait.
 */
export interface EntryList {
  /** A code for each entry; `noCode` where its phone has none. */
  readonly codes: Float64Array
  /** The codes in ascending order, without `noCode`. */
  readonly sortedCodes: Float64Array
  /** The phones that have no code, by position. */
  readonly phones: ReadonlyMap<number, string>
  readonly details: PackedDetails
}

/** The rule of a caller for phones, and the field in which they come. */
export interface PhoneRule {
  /** The field that a refusal names. */
  readonly field: string
  /**
   * Whether a phone that is more than 1 to 15 digits, with or without a leading `+`, is allowed. Items count from 1.
   */
  readonly allows: (phone: string, item: number) => boolean
}

/** The list without entries. */
export const emptyEntryList: EntryList = {
  codes: new Float64Array(0),
  sortedCodes: new Float64Array(0),
  phones: new Map(),
  details: noDetails,
}

/**
 * Makes a list of phones as a caller sent them. Order is kept; an exact repeat is dropped.
 *
 * @throws Refusal `invalid_value` that names the position of the first item that is no string or breaks the rule.
 */
export function entryListOfPhones(given: readonly unknown[], rule: PhoneRule): EntryList {
  const phones = new Map<number, string>()
  const codes = new Float64Array(given.length)
  for (let index = 0; index < given.length; index++) {
    const item = given[index]
    if (typeof item !== 'string') throw invalidItem(rule, index, 'is not a string')
    let code = phoneCode(item)
    if (code === noCode) {
      const phone = normalizePhone(item)
      code = phoneCode(phone)
      if (code === noCode) {
        if (!rule.allows(phone, index + 1)) throw invalidItem(rule, index, 'is not a phone number')
        phones.set(index, phone)
      }
    }
    codes[index] = code
  }
  return withoutRepeats(codes, phones, noDetails)
}

/** Makes a list of the phones of `first`, followed by phones that are stored already. Details are left out. */
export function joinPhones(first: EntryList, second: readonly string[]): EntryList {
  return entryListOf([...phonesOf(first), ...second].map((phone) => ({ phone })))
}

/** Makes a list of entries, each packed as it comes. Order is kept; of two entries with one phone the first stays. */
export function entryListOf(drafts: Iterable<EntryDraft>): EntryList {
  const codes: number[] = []
  const phones = new Map<number, string>()
  const packer = new DetailsPacker()
  for (const { phone, details } of drafts) {
    const index = codes.length
    const code = phoneCode(phone)
    codes.push(code)
    if (code === noCode) phones.set(index, phone)
    if (details && Object.keys(details).length > 0) packer.add(index, details)
  }
  return withoutRepeats(Float64Array.from(codes), phones, packer.packed())
}

/** Every phone of a list, in order. */
export function phonesOf(list: EntryList): string[] {
  return Array.from(list.codes, (_, position) => phoneAt(list, position))
}

/** The phone at that position of a list. */
export function phoneAt({ codes, phones }: EntryList, position: number): string {
  const code = codes[position] as number
  return code === noCode ? (phones.get(position) as string) : phoneOfCode(code)
}

function invalidItem(rule: PhoneRule, index: number, problem: string): Refusal {
  return new Refusal('invalid_value', `item ${index + 1} ${problem}`, rule.field)
}

/**
 * Drops exact repeats. Sorting a packed copy costs a tenth of a `Set` of a million strings, and nobody can choose
 * phones that make it slow.
 */
function withoutRepeats(codes: Float64Array, phones: ReadonlyMap<number, string>, details: PackedDetails): EntryList {
  if (isRising(codes)) return { codes, sortedCodes: codes, phones, details }
  const sorted = sortCodes(codes)
  const isRepeat = repeatDetector(codes, phones, sorted)
  if (!isRepeat) return { codes, sortedCodes: withoutNoCode(sorted), phones, details }
  const kept: number[] = []
  for (let index = 0; index < codes.length; index++) if (!isRepeat(index)) kept.push(index)
  return {
    codes: Float64Array.from(kept, (index) => codes[index] as number),
    sortedCodes: withoutNoCode(sorted).filter((code, index, all) => code !== all[index - 1]),
    phones: movedPhones(phones, kept),
    details: movedDetails(details, kept),
  }
}

/** The phones at the positions that are kept, by their new positions: with `kept` 0 and 2 the phone at 2 moves to 1. */
function movedPhones(phones: ReadonlyMap<number, string>, kept: readonly number[]): ReadonlyMap<number, string> {
  const there = new Map<number, string>()
  if (phones.size === 0) return there
  kept.forEach((from, to) => {
    const phone = phones.get(from)
    if (phone !== undefined) there.set(to, phone)
  })
  return there
}

function movedDetails(details: PackedDetails, kept: readonly number[]): PackedDetails {
  if (details.size === 0) return details
  const packer = new DetailsPacker()
  kept.forEach((from, to) => {
    const each = details.get(from)
    if (each) packer.add(to, each)
  })
  return packer.packed()
}

/** Whether every phone has a code and the codes ascend. Such a list is sorted already, and has no repeat. */
function isRising(codes: Float64Array): boolean {
  let last = noCode
  for (const code of codes) {
    if (code <= last) return false
    last = code
  }
  return true
}

/** Cuts `noCode` off, which sorts before all codes. */
function withoutNoCode(sorted: Float64Array): Float64Array {
  let start = 0
  while (start < sorted.length && sorted[start] === noCode) start++
  return sorted.subarray(start)
}

/**
 * Returns undefined when no phone is repeated. Else returns a function that says of a position whether its phone is a
 * repeat; it must be asked once for each position, in order.
 */
function repeatDetector(
  codes: Float64Array,
  phones: ReadonlyMap<number, string>,
  sorted: Float64Array,
): ((index: number) => boolean) | undefined {
  const repeated = new Set<number>()
  for (let index = 0; index < sorted.length; index++) {
    const code = sorted[index] as number
    if (code !== noCode && code === sorted[index - 1]) repeated.add(code)
  }
  if (repeated.size === 0 && phones.size < 2) return undefined
  const seen = new Set<number | string>()
  return (index) => {
    const code = codes[index] as number
    if (code !== noCode && !repeated.has(code)) return false
    const key = code === noCode ? (phones.get(index) as string) : code
    if (seen.has(key)) return true
    seen.add(key)
    return false
  }
}
