import { type EntryList, emptyEntryList, phoneAt } from './entry-list.ts'
import { EntryListBuilder } from './entry-list-builder.ts'
import type { PackedPart } from './list-merge.ts'
import type { ListReader } from './list-port.ts'
import { noCode } from './phone-code.ts'
import { rankOf, type SortedPhones, sortedPhonesOf } from './sorted-phones.ts'

/** The phones that one list version has and another does not, each in the order of its list. */
export interface ListDifference {
  readonly onlyInOne: EntryList
  readonly onlyInOther: EntryList
}

/** Phones that are handed on at once. */
const atOnce = 4000

/** Compares two list versions of an account. The cost is that of the chunks which they do not share. */
export async function listDifference(
  lists: ListReader,
  accountId: number,
  one: string | null,
  other: string | null,
): Promise<ListDifference> {
  if (one === other) return { onlyInOne: emptyEntryList, onlyInOther: emptyEntryList }
  const [ofOne, ofOther] = [
    await gathered(lists.unsharedParts(accountId, one, other)),
    await gathered(lists.unsharedParts(accountId, other, one)),
  ]
  return { onlyInOne: without(ofOne, sortedPhonesOf(ofOther)), onlyInOther: without(ofOther, sortedPhonesOf(ofOne)) }
}

/** The phones of some parts of a list, without their details. */
export async function gathered(parts: AsyncIterable<PackedPart>): Promise<EntryList> {
  const builder = new EntryListBuilder('numbers')
  for await (const part of parts) {
    for (const [at, code] of part.codes.entries()) {
      if (code === noCode) builder.add({ phone: part.phones.get(at) ?? '' })
      else builder.addCode(code)
    }
  }
  return builder.build()
}

/** The phones of a list in its order, some thousands at a time. */
export function* phonesByPieces(list: EntryList): Generator<string[]> {
  for (let start = 0; start < list.codes.length; start += atOnce) {
    const count = Math.min(atOnce, list.codes.length - start)
    yield Array.from({ length: count }, (_, at) => phoneAt(list, start + at))
  }
}

function without(list: EntryList, others: SortedPhones): EntryList {
  const builder = new EntryListBuilder('numbers')
  for (const [at, code] of list.codes.entries()) {
    const phone = code === noCode ? list.phones.get(at) : undefined
    if (rankOf(others, code, phone) >= 0) continue
    if (phone === undefined) builder.addCode(code)
    else builder.add({ phone })
  }
  return builder.build()
}
