import { giveWay } from '../give-way.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import { addressKeys, keysOf, spellingsOf } from './addresses.ts'
import { ClosedKeys } from './closed-keys.ts'
import { eachOptOut } from './each-opt-out.ts'
import { type Addresses, type Channel, closes, type OptOut } from './opt-out.ts'
import type { OptOutReader } from './opt-out-port.ts'

/** People up to whom it costs less to look them up than to ask whether there are opt-outs at all. */
const fewPeople = 8

/** People from which on the opt-outs of an account are read whole, where they are few enough. */
const manyPeople = 500

/** Opt-outs that are kept in memory at the most: a million numbers take about 70 MB. */
const keptAtMost = 1_000_000

/** Opt-outs that are read, and people who are looked up, before others are served. */
const step = 500

/** The opt-outs of an account that close a channel, by the people whom they close. */
export interface ClosedIndex {
  /** The oldest opt-out of each person; `undefined` of a person who is open. */
  of(people: readonly Addresses[]): Promise<readonly (OptOut | undefined)[]>
}

/**
 * Finds the opt-outs of many people at little cost. Some people are looked up. For many, the keys of all opt-outs are
 * read once and kept, unless they are too many: opt-outs that come later are not seen then, and those that were lifted
 * since are.
 */
export function closedIndex(reader: OptOutReader, accountId: number, plan: NumberPlan, channel: Channel): ClosedIndex {
  let kept: Promise<ClosedKeys> | undefined

  const lookUp = async (people: readonly Addresses[]): Promise<(OptOut | undefined)[]> => {
    const spellings = people.map((person) => spellingsOf(plan, person))
    const numbers = new Set(spellings.flatMap((each) => each.numbers))
    const emails = new Set(spellings.flatMap((each) => each.emails))
    const found = new Map<string, OptOut>()
    for (const optOut of await reader.of(accountId, { numbers: [...numbers], emails: [...emails] })) {
      if (!closes(optOut, channel)) continue
      for (const key of keysOf(plan, optOut)) found.set(key, older(found.get(key), optOut))
    }
    return people.map((person) =>
      addressKeys(plan, person)
        .flatMap((key) => found.get(key) ?? [])
        .reduce<OptOut | undefined>(older, undefined),
    )
  }

  /** Reads only the opt-outs of those of whom the keys say that they are closed. */
  const readClosed = async (keys: ClosedKeys, people: readonly Addresses[]): Promise<(OptOut | undefined)[]> => {
    const hits = people.map((person) => keys.find(addressKeys(plan, person)))
    const ids = hits.filter((hit) => typeof hit === 'number')
    const byId = new Map((ids.length === 0 ? [] : await reader.byIds(accountId, ids)).map((each) => [each.id, each]))
    const several = people.filter((_, index) => hits[index] === 'several')
    const found = several.length === 0 ? [] : await lookUp(several)
    const answers = new Map(several.map((person, index) => [person, found[index]]))
    return people.map((person, index) => {
      const hit = hits[index]
      return typeof hit === 'number' ? byId.get(hit) : answers.get(person)
    })
  }

  const readKeys = async (): Promise<ClosedKeys> => {
    const keys = new ClosedKeys()
    await eachOptOut(reader, accountId, (optOut) => {
      if (closes(optOut, channel)) for (const key of keysOf(plan, optOut)) keys.add(key, optOut.id)
    })
    return keys
  }

  return {
    async of(people) {
      const count = people.length > fewPeople ? await reader.count(accountId) : undefined
      if (count === 0) return people.map(() => undefined)
      if (count !== undefined && count <= keptAtMost && people.length >= manyPeople) kept ??= readKeys()
      const keys = await kept
      const answers: (OptOut | undefined)[] = []
      for (let start = 0; start < people.length; start += step) {
        const some = people.slice(start, start + step)
        for (const answer of await (keys ? readClosed(keys, some) : lookUp(some))) answers.push(answer)
        if (start > 0) await giveWay()
      }
      return answers
    },
  }
}

function older(one: OptOut | undefined, other: OptOut): OptOut {
  return one === undefined || other.since < one.since || (other.since === one.since && other.id < one.id) ? other : one
}
