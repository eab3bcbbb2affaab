import { setAccountCountry } from '../src/core/account/set-account-country.ts'
import type { Caller } from '../src/core/caller.ts'
import type { Core } from '../src/core/core.ts'
import { createGroup } from '../src/core/group/create-group.ts'
import { findGroupsOfPhone } from '../src/core/group/find-groups-of-phone.ts'
import type { Group } from '../src/core/group/group.ts'
import { updateGroup } from '../src/core/group/update-group.ts'
import type { EntryList } from '../src/core/list/entry-list.ts'
import { entryListOf } from '../src/core/list/entry-list-builder.ts'
import { onAccount } from '../src/core/permission/callers.ts'
import { buildBook } from './book.ts'
import { median } from './load.ts'
import { owner } from './owner.ts'

/** The way in which the numbers of a book are spread over its groups. */
export interface PhoneShape {
  readonly name: string
  /** The counts of numbers, group by group. */
  readonly counts: readonly number[]
  /** Whether all groups have the same numbers; else no two of them share one. */
  readonly shared: boolean
}

/** The figures of finding the groups that hold a number, in one book. Times are milliseconds. */
export interface FindPhoneResult {
  readonly shape: string
  readonly asked: 'held by one group' | 'held by none' | 'held by all, the first 100'
  /** The spellings that are looked up at once: those of the account's country. */
  readonly spellings: number
  readonly groups: number
  readonly numbers: number
  readonly median: number
  readonly p99: number
  readonly bytesPerNumber: number
}

/** Milliseconds to write a list, and the part of them that keeps the index by which numbers are found. */
export interface SieveCost {
  readonly numbers: number
  readonly whole: number
  readonly index: number
  /** The time of the index over the rest of the time. */
  readonly ratio: number
}

/** The shapes that docs/performance.md reports: books of nine to ten million numbers. */
export const phoneShapes: readonly PhoneShape[] = [
  { name: '10,000 groups, one of a million', counts: [1_000_000, ...repeat(9_999, 900)], shared: false },
  { name: '2,500 groups of 4,000', counts: repeat(2_500, 4_000), shared: false },
  { name: '600 groups of 16,500', counts: repeat(600, 16_500), shared: false },
  { name: '10,000 groups of the same 900', counts: repeat(10_000, 900), shared: true },
]

const questions = 200

const listLengths = [10, 1_000, 4_000, 16_000, 100_000, 1_000_000]

function repeat(times: number, count: number): number[] {
  return Array.from({ length: times }, () => count)
}

/** Every hundredth group of a shape, to show what must not grow with the book: 100 groups of 10,000. */
export function smaller({ name, counts, shared }: PhoneShape): PhoneShape {
  return { name: `a hundredth of: ${name}`, counts: counts.filter((_, index) => index % 100 === 99), shared }
}

/** The number at a place among a billion. No two places have the same number, and neighbours are far apart. */
function phoneAt(place: number): string {
  return `989${String((place * 7_919_317) % 999_999_937).padStart(9, '0')}`
}

function listAt(start: number, count: number): EntryList {
  return entryListOf(Array.from({ length: count }, (_, index) => ({ phone: phoneAt(start + index) })))
}

/** Fills an empty account with groups of a shape. */
export async function fillWithPhones(core: Core, caller: Caller, { counts, shared }: PhoneShape): Promise<void> {
  let start = 0
  for (const [index, count] of counts.entries()) {
    await createGroup(core, caller, { name: `group ${index}`, entries: listAt(start, count) })
    if (!shared) start += count
  }
}

/**
 * Measures how long it takes to find the groups of a number, in an account that was filled with the shape. With a country
 * only numbers are asked for that have several spellings there.
 */
export async function measureFindPhone(
  core: Core,
  caller: Caller,
  shape: PhoneShape,
  country: string | null = null,
): Promise<FindPhoneResult[]> {
  const plan = await core.numberPlans.of(country)
  const spellingsAt = (place: number): readonly string[] => plan.spellingsOf(phoneAt(place))
  const numbers = shape.counts.reduce((sum, count) => sum + count, 0)
  const held = shape.shared ? (shape.counts[0] as number) : numbers
  const size = await core.store.size()
  const measure = async (
    asked: FindPhoneResult['asked'],
    expected: number,
    place: (turn: number) => number,
  ): Promise<FindPhoneResult> => {
    const times: number[] = []
    let spellings = 1
    for (let turn = 0; turn < questions; turn++) {
      let asked = place(turn)
      while (country !== null && spellingsAt(asked).length < 5) asked = asked + 1 === held ? 0 : asked + 1
      const phone = phoneAt(asked)
      spellings = spellingsAt(asked).length
      const start = performance.now()
      const { groups } = await findGroupsOfPhone(core, caller, phone)
      times.push(performance.now() - start)
      if (groups.length !== expected) throw new Error(`${phone} is in ${groups.length} groups, not in ${expected}`)
    }
    const p99 = times.toSorted((one, other) => one - other)[Math.floor(questions * 0.99)] as number
    const groups = shape.counts.length
    return {
      shape: shape.name,
      asked,
      spellings,
      groups,
      numbers,
      median: median(times),
      p99,
      bytesPerNumber: size / numbers,
    }
  }
  const spread = (turn: number): number => (turn * 49_979_687) % held
  return [
    shape.shared
      ? await measure('held by all, the first 100', Math.min(shape.counts.length, 100), spread)
      : await measure('held by one group', 1, spread),
    await measure('held by none', 0, (turn) => 500_000_000 + turn),
  ]
}

/**
 * Measures the cost of the index for a list of `numbers` that is replaced. The cost is a difference within the
 * transaction: the time of moving a group to another list, less the time of an update that moves nothing.
 */
export async function measureSieveCost(core: Core, caller: Caller, numbers: number): Promise<SieveCost> {
  const { accountId } = caller
  const group = await createGroup(core, caller, { name: `${numbers}` })
  const rounds = Math.max(7, Math.min(201, Math.floor(2_000_000 / numbers)))
  const wholes: number[] = []
  const costs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const entries = listAt(round * numbers, numbers)
    const start = performance.now()
    await updateGroup(core, caller, group, { entries })
    wholes.push(performance.now() - start)
    costs.push(await timeMove(entries))
  }
  const whole = median(wholes)
  const index = median(costs)
  return { numbers, whole, index, ratio: index / (whole - index) }

  function timeMove(entries: EntryList): Promise<number> {
    return core.store.write({ accountId, credentialId: null, name: null, origin: 'bench' }, async (tx) => {
      const before = (await tx.groups.lock(accountId, group)) as Group
      const listId = await tx.lists.insert(accountId, entries, before.endEntryId)
      const still = { ...before, updatedAt: before.updatedAt + 1 }
      const start = performance.now()
      await tx.groups.update(before, still)
      const between = performance.now()
      await tx.groups.update(still, { ...still, listId, count: entries.codes.length, updatedAt: before.updatedAt })
      const moved = performance.now()
      const change = { noun: 'group', verb: 'update', subject: 'bench', before: null, after: null } as const
      return { answer: Math.max(moved - between - (between - start), 0), change }
    })
  }
}

/** The figures of {@link measurePhones}. */
export interface PhoneReport {
  readonly find: readonly FindPhoneResult[]
  readonly costs: readonly SieveCost[]
}

/** Measures finding in every shape, and in a hundredth of the first one, and the cost of the index for a list. */
export async function measurePhones(): Promise<PhoneReport> {
  const find: FindPhoneResult[] = []
  const costs: SieveCost[] = []
  for (const shape of [smaller(phoneShapes[0] as PhoneShape), ...phoneShapes]) {
    const book = await buildBook(0, async (core, accountId) => {
      const caller = callerOf(accountId)
      await fillWithPhones(core, caller, shape)
      find.push(...(await measureFindPhone(core, caller, shape)))
      if (shape !== phoneShapes[0]) return
      await setAccountCountry(core, owner, 'bench', 'IR')
      find.push(...(await measureFindPhone(core, caller, shape, 'IR')))
    })
    await book.remove()
  }
  const book = await buildBook(0, async (core, accountId) => {
    for (const numbers of listLengths) costs.push(await measureSieveCost(core, callerOf(accountId), numbers))
  })
  await book.remove()
  return { find, costs }
}

/** Prints the figures. */
export function printPhones({ find, costs }: PhoneReport): void {
  console.table(
    find.map((each) => ({
      shape: each.shape,
      asked: each.asked,
      spellings: each.spellings,
      'median ms': Number(each.median.toFixed(1)),
      'p99 ms': Number(each.p99.toFixed(1)),
      // A small book is mostly SQLite's log.
      'MB per million': each.numbers < 1_000_000 ? '' : Number(each.bytesPerNumber.toFixed(1)),
      goal: '≤ 20 ms, ≤ 16 MB',
      reached: each.median <= 20 && (each.numbers < 1_000_000 || each.bytesPerNumber <= 16),
    })),
  )
  console.table(
    costs.map((each) => ({
      numbers: each.numbers,
      'write ms': Number(each.whole.toFixed(2)),
      'of it index ms': Number(each.index.toFixed(3)),
      ratio: Number(each.ratio.toFixed(2)),
      goal: '≤ 0.30',
      reached: each.ratio <= 0.3,
    })),
  )
}

function callerOf(accountId: number): Caller {
  return onAccount(owner, accountId)
}
