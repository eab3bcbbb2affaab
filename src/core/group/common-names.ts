import type { Core } from '../core.ts'
import { foldText } from '../filter/fold-text.ts'
import type { Sort } from '../page.ts'
import type { Group, SlicedField } from './group.ts'
import type { GroupPlace } from './group-port.ts'

/** Groups that are looked at together. */
const atOnce = 60
/** Groups that are looked at in the end: 600 take some 10 ms. */
const mostLooked = 600
/** The look goes on while one of so many has the text. */
const rareness = 20

/** A part of a search: at least `wanted` groups behind a place, where there are so many. */
export interface CommonSearch {
  readonly search: string
  readonly sort: Sort<SlicedField>
  readonly place: GroupPlace | undefined
  readonly wanted: number
}

/**
 * The first groups behind a place whose names contain a text that many names contain. An index of texts finds a million of those, and
 * counts and sorts them for one page; here the page is full after a few groups of the order. Undefined for a text that is rarer.
 */
export async function findCommonNames(
  { store }: Pick<Core, 'store'>,
  accountId: number,
  { search, sort, place, wanted }: CommonSearch,
): Promise<readonly Group[] | undefined> {
  const text = foldText(search)
  const found: Group[] = []
  let after = place
  for (let looked = 0; text !== '' && looked < mostLooked; ) {
    const some = await store.groups.slice(accountId, sort, { ...(after && { after }), limit: atOnce })
    found.push(...some.filter(({ name }) => foldText(name).includes(text)))
    looked += some.length
    const last = some.at(-1)
    if (found.length >= wanted || !last || some.length < atOnce) return found
    if (found.length * rareness < looked) return undefined
    after = { value: last[sort.by], id: last.id }
  }
  return undefined
}
