import type { Damage } from '../../core/damage/damage.ts'
import type { Session } from '../engine/engine.ts'
import { type LookUp, lookUp } from '../engine/look-up.ts'
import type { Counted } from '../engine/sequences.ts'
import type { Table } from '../engine/table.ts'
import type { Row, Value } from '../engine/value.ts'
import type { ChunkRef } from '../lists/chunk-ref.ts'
import { olderSlicesOf } from '../lists/older-sieves.ts'
import type { PhoneIndex } from '../lists/phone-index.ts'
import { partsOf, slicesOf } from '../lists/sieve.ts'
import { missing } from './damaged.ts'
import { rowOf } from './row-check.ts'

/** Ids that are remembered as found, at the most: the versions of a list share their chunks. */
const rememberedAtMost = 200_000

/** The table of each noun with a tally. */
const counted: Readonly<Record<Counted, string>> = {
  ...{ group: 'groups', contact: 'contacts', folder: 'folders' },
  ...{ 'opt-out': 'opt_outs', message: 'messages', 'incoming-message': 'incoming_messages' },
}

/** Finds rows that are missing where others point at them. */
export class References {
  readonly #session: Session
  readonly #found = new Set<string>()

  constructor(session: Session) {
    this.#session = session
  }

  /** What the rows of a table point at, and is not there. */
  async *missingIn(table: Table, rows: readonly (readonly Value[])[]): AsyncGenerator<Damage> {
    if (!['lists', 'groups', 'tallies'].includes(table.name)) return
    const named = rows.map((values) => rowOf(table, values))
    if (table.name === 'tallies') return yield* this.#wrongTallies(named)
    for (const [accountId, ofAccount] of Map.groupBy(named, (row) => row.account_id as number)) {
      if (table.name === 'lists') yield* this.#lostParts(accountId, ofAccount)
      else yield* this.#lostLists(accountId, ofAccount)
    }
  }

  async *#lostParts(accountId: number, lists: readonly Row[]): AsyncGenerator<Damage> {
    for (const list of lists) {
      for (const [table, named] of [
        ['chunks', idsIn(list.chunks ?? null)],
        ['phone_leaves', idsIn(list.phone_index ?? null)],
        ['lists', list.base_id ? [list.base_id as string] : []],
      ] as const) {
        const ids = named.filter((id) => !this.#found.has(id))
        const there = await this.#lookUp({ table, value: '1', accountId, ids })
        for (const id of ids) {
          if (there.has(id)) this.#remember(id)
          else if (await this.#isUnchanged('lists', list, ['chunks']))
            yield { accountId, table, row: id, problem: missing }
        }
      }
    }
  }

  async *#lostLists(accountId: number, groups: readonly Row[]): AsyncGenerator<Damage> {
    const ids = groups.flatMap(({ list_id }) => (list_id === null ? [] : [list_id as string]))
    const counts = await this.#lookUp({ table: 'lists', value: 'count', accountId, ids: [...new Set(ids)] })
    for (const group of groups) {
      const count = group.list_id === null ? 0 : counts.get(group.list_id as string)
      if (count === group.count || !(await this.#isUnchanged('groups', group, ['list_id', 'count']))) continue
      yield {
        accountId,
        table: 'groups',
        row: String(group.id),
        problem: count === undefined ? 'points at a list that is missing' : 'has another count than its list',
      }
    }
    yield* this.#lostSieves(accountId, groups)
  }

  async *#lostSieves(accountId: number, groups: readonly Row[]): AsyncGenerator<Damage> {
    for (const [parts, alike] of Map.groupBy(groups, ({ count }) => partsOf(count as number))) {
      const [{ count: size } = { count: 0 }] = alike
      if (parts === 0) continue
      const has = (slices: readonly number[]) => `(select count(*) from phone_sieves as s where s.account_id = $1
        and s.slice in (${slices}) and s.group_id = groups.id)`
      // A group has its sieve, or an older one until that is renewed.
      const value = `(case when ${has(olderSlicesOf(size as number))} = ${parts} then ${parts}
        else ${has(slicesOf(size as number))} end)`
      const found = await this.#lookUp({ table: 'groups', value, accountId, ids: alike.map(({ id }) => id as number) })
      for (const group of alike) {
        const count = found.get(group.id as number)
        if (count === parts || count === undefined || !(await this.#isUnchanged('groups', group, ['list_id']))) continue
        yield { accountId, table: 'groups', row: String(group.id), problem: 'has not all parts of its sieve' }
      }
    }
  }

  async *#wrongTallies(tallies: readonly Row[]): AsyncGenerator<Damage> {
    for (const { account_id, noun } of tallies) {
      const table = counted[noun as Counted]
      // One statement sees one state, whoever writes meanwhile.
      const wrong =
        table &&
        (await this.#session.one(
          `select 1 as one from tallies where account_id = $1 and noun = $2
             and count <> (select count(*) from ${table} where account_id = $1)`,
          [account_id as number, noun as string],
        ))
      if (wrong) {
        const problem = 'is not the number of rows that there are'
        yield { accountId: account_id as number, table: 'tallies', row: String(noun), problem }
      }
    }
  }

  /** Whether a row is as it was read. Others write meanwhile, and what a row pointed at before may be gone by now. */
  async #isUnchanged(table: string, before: Row, columns: readonly string[]): Promise<boolean> {
    const sql = `select ${columns} from ${table} where account_id = $1 and id = $2`
    const row = await this.#session.one(sql, [before.account_id as Value, before.id as Value])
    return row !== undefined && columns.every((column) => row[column] === before[column])
  }

  #lookUp<Id extends number | string>(wanted: LookUp<Id>): Promise<Map<Id, Value>> {
    return wanted.ids.length === 0 ? Promise.resolve(new Map()) : lookUp(this.#session, wanted)
  }

  #remember(id: string): void {
    if (this.#found.size >= rememberedAtMost) this.#found.clear()
    this.#found.add(id)
  }
}

/** The ids of the parts in the text of a list; none in a text that is damaged itself. A chunk in the row of its list has none. */
function idsIn(refs: Value): string[] {
  try {
    if (refs === null) return []
    return (JSON.parse(refs as string) as (ChunkRef | PhoneIndex[number])[]).flatMap(([id]) => (id === '' ? [] : [id]))
  } catch {
    return []
  }
}
