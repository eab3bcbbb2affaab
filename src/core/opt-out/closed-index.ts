import type { NumberPlan } from '../number/number-plan.ts'
import { addressKeys, keysOf, spellingsOf } from './addresses.ts'
import { type Addresses, type Channel, closes, type OptOut } from './opt-out.ts'
import type { OptOutReader } from './opt-out-port.ts'

/** People from which on the opt-outs of an account are read whole, where they are few enough. */
const manyPeople = 500

/** Opt-outs that are kept in memory at the most: they take about 500 bytes each. */
const keptAtMost = 100_000

/** Opt-outs that are read in one step. */
const step = 5000

/** People whose opt-outs are looked up in one step. */
const lookedUpAtOnce = 1000

/** The opt-outs of an account that close a channel, by the people whom they close. */
export interface ClosedIndex {
  /** The oldest opt-out of each person; `undefined` of a person who is open. */
  of(people: readonly Addresses[]): Promise<readonly (OptOut | undefined)[]>
}

/**
 * Finds the opt-outs of many people at little cost. Some people are looked up. For many, all opt-outs are read once and
 * kept, as long as they are few: later ones are not seen then. Where they are too many to be kept, people are looked up
 * part by part.
 */
export function closedIndex(reader: OptOutReader, accountId: number, plan: NumberPlan, channel: Channel): ClosedIndex {
  let kept: Promise<ReadonlyMap<string, OptOut>> | undefined
  const lookUp = async (people: readonly Addresses[]): Promise<ReadonlyMap<string, OptOut>> => {
    const spellings = people.map((person) => spellingsOf(plan, person))
    const numbers = new Set(spellings.flatMap((each) => each.numbers))
    const emails = new Set(spellings.flatMap((each) => each.emails))
    return byKey(plan, channel, await reader.of(accountId, { numbers: [...numbers], emails: [...emails] }))
  }
  const find = (found: ReadonlyMap<string, OptOut>, person: Addresses): OptOut | undefined =>
    addressKeys(plan, person)
      .map((key) => found.get(key))
      .filter((optOut) => optOut !== undefined)
      .reduce<OptOut | undefined>(older, undefined)
  return {
    async of(people) {
      const isMany = people.length >= manyPeople || kept !== undefined
      const count = isMany ? await reader.count(accountId) : undefined
      if (count === 0) return people.map(() => undefined)
      if (count !== undefined && count <= keptAtMost) {
        kept ??= readAll(reader, accountId, plan, channel)
        const found = await kept
        return people.map((person) => find(found, person))
      }
      const answers: (OptOut | undefined)[] = []
      for (let start = 0; start < people.length; start += lookedUpAtOnce) {
        const some = people.slice(start, start + lookedUpAtOnce)
        const found = await lookUp(some)
        for (const person of some) answers.push(find(found, person))
      }
      return answers
    },
  }
}

async function readAll(
  reader: OptOutReader,
  accountId: number,
  plan: NumberPlan,
  channel: Channel,
): Promise<ReadonlyMap<string, OptOut>> {
  const all: OptOut[] = []
  for (let after = 0; ; ) {
    const some = await reader.after(accountId, {}, { after, limit: step })
    for (const optOut of some) if (closes(optOut, channel)) all.push(optOut)
    const last = some.at(-1)
    if (!last || some.length < step) return byKey(plan, channel, all)
    after = last.id
  }
}

/** The oldest opt-out that closes the channel, by each key. */
function byKey(plan: NumberPlan, channel: Channel, optOuts: readonly OptOut[]): ReadonlyMap<string, OptOut> {
  const found = new Map<string, OptOut>()
  for (const optOut of optOuts) {
    if (!closes(optOut, channel)) continue
    for (const key of keysOf(plan, optOut)) found.set(key, older(found.get(key), optOut))
  }
  return found
}

function older(one: OptOut | undefined, other: OptOut): OptOut {
  return one === undefined || other.since < one.since || (other.since === one.since && other.id < one.id) ? other : one
}
