import { Refusal } from '../errors.ts'
import type { EntryDetails, EntryDraft } from './entry.ts'
import { normalizePhone } from './normalize-phone.ts'
import { noCode, phoneCode } from './phone-code.ts'
import { sortCodes } from './sort-codes.ts'

/** The entries of a list to be written: in order, without repeats, their phones packed. */
export interface EntryList {
  readonly phones: readonly string[]
  /** One code a phone, `noCode` where the phone has none. */
  readonly codes: Float64Array
  /** The codes in ascending order, without `noCode`. */
  readonly sortedCodes: Float64Array
  /** What entries carry besides their phone, by position. */
  readonly details: ReadonlyMap<number, EntryDetails>
}

/** What a writer allows, and what it calls the list. */
export interface PhoneRule {
  /** The field that a refusal names. */
  readonly field: string
  /** Says whether a phone that is more than 1 to 15 digits, with or without a leading `+`, is allowed. */
  readonly allows: (phone: string) => boolean
}

/** The list without entries. */
export const emptyEntryList: EntryList = {
  phones: [],
  codes: new Float64Array(0),
  sortedCodes: new Float64Array(0),
  details: new Map(),
}

/**
 * Makes a list of phones as a caller sent them. Order is kept; an exact repeat is dropped.
 *
 * @throws Refusal `invalid_value` that names the position of the first item that is no string or breaks the rule.
 */
export function entryListOfPhones(given: readonly unknown[], rule: PhoneRule): EntryList {
  // Most lists need no change: a million strings are not copied without a reason.
  let phones = given as readonly string[]
  const changed = new Map<number, string>()
  const codes = new Float64Array(given.length)
  for (let index = 0; index < given.length; index++) {
    const item = given[index]
    if (typeof item !== 'string') throw invalidItem(rule, index, 'is not a string')
    let code = phoneCode(item)
    if (code === noCode) {
      const phone = normalizePhone(item)
      code = phoneCode(phone)
      if (code === noCode && !rule.allows(phone)) throw invalidItem(rule, index, 'is not a phone number')
      if (phone !== item) changed.set(index, phone)
    }
    codes[index] = code
  }
  if (changed.size > 0) phones = phones.map((phone, index) => changed.get(index) ?? phone)
  return withoutRepeats(phones, codes, new Map())
}

/** Makes one list of phones that are stored already, and of those to come after them. */
export function joinPhones(first: readonly string[], second: readonly string[]): EntryList {
  const phones = [...first, ...second]
  return withoutRepeats(phones, Float64Array.from(phones, phoneCode), new Map())
}

/** Makes a list of entries. Order is kept; of two entries with one phone the first stays. */
export function entryListOf(drafts: readonly EntryDraft[]): EntryList {
  const phones = drafts.map((draft) => draft.phone)
  const details = new Map<number, EntryDetails>()
  drafts.forEach((draft, index) => {
    if (draft.details && Object.keys(draft.details).length > 0) details.set(index, draft.details)
  })
  return withoutRepeats(phones, Float64Array.from(phones, phoneCode), details)
}

function invalidItem(rule: PhoneRule, index: number, problem: string): Refusal {
  return new Refusal('invalid_value', `item ${index + 1} ${problem}`, rule.field)
}

/**
 * Sorting a packed copy costs a tenth of a `Set` of a million strings, and nobody can choose phones that make it slow.
 */
function withoutRepeats(
  phones: readonly string[],
  codes: Float64Array,
  details: ReadonlyMap<number, EntryDetails>,
): EntryList {
  if (isRising(codes)) return { phones, codes, sortedCodes: codes, details }
  const sorted = sortCodes(codes)
  const isRepeat = repeatDetector(phones, codes, sorted)
  if (!isRepeat) return { phones, codes, sortedCodes: withoutNoCode(sorted), details }
  const kept: number[] = []
  for (let index = 0; index < phones.length; index++) if (!isRepeat(index)) kept.push(index)
  const keptDetails = new Map<number, EntryDetails>()
  kept.forEach((from, to) => {
    const detail = details.get(from)
    if (detail) keptDetails.set(to, detail)
  })
  return {
    phones: kept.map((index) => phones[index] as string),
    codes: Float64Array.from(kept, (index) => codes[index] as number),
    sortedCodes: withoutNoCode(sorted).filter((code, index, all) => code !== all[index - 1]),
    details: keptDetails,
  }
}

/** Whether every phone has a code, and each a greater one than the one before: sorted already, without a repeat. */
function isRising(codes: Float64Array): boolean {
  let last = noCode
  for (const code of codes) {
    if (code <= last) return false
    last = code
  }
  return true
}

/** Phones without a code sort before all others. */
function withoutNoCode(sorted: Float64Array): Float64Array {
  let start = 0
  while (start < sorted.length && sorted[start] === noCode) start++
  return sorted.subarray(start)
}

/** Returns `undefined` when there is no repeat, else a function to be asked once for each position, in order. */
function repeatDetector(
  phones: readonly string[],
  codes: Float64Array,
  sorted: Float64Array,
): ((index: number) => boolean) | undefined {
  const repeated = new Set<number>()
  let unpacked = 0
  for (let index = 0; index < sorted.length; index++) {
    const code = sorted[index] as number
    if (code === noCode) unpacked++
    else if (code === sorted[index - 1]) repeated.add(code)
  }
  if (repeated.size === 0 && unpacked < 2) return undefined
  const seen = new Set<number | string>()
  return (index) => {
    const code = codes[index] as number
    if (code !== noCode && !repeated.has(code)) return false
    const key = code === noCode ? (phones[index] as string) : code
    if (seen.has(key)) return true
    seen.add(key)
    return false
  }
}
