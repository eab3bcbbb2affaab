import { type Damage, describeDamage } from '../../core/damage/damage.ts'
import type { MendedList, Mender } from '../../core/damage/mender-port.ts'
import { Refusal } from '../../core/errors.ts'
import { keyOf, type SumName, sums, sumsOf } from '../checks/checksum.ts'
import { alteredRow, isWhole } from '../checks/damaged.ts'
import { restoreRow } from '../checks/restore-row.ts'
import type { Engine } from '../engine/engine.ts'
import { readFact } from '../engine/facts.ts'
import type { Row } from '../engine/value.ts'
import { groupWriter } from '../groups.ts'
import { type BackedUpRow, rowsOfBackup } from '../move/backup-rows.ts'
import type { ChunkRef } from './chunk-ref.ts'
import { LastMaking } from './last-making.ts'
import { mendIndex } from './mend-index.ts'
import { renewSieve } from './phone-sieves.ts'

export function menderOn(engine: Engine): Mender {
  return {
    mend: (group, backup) => usable(backup, () => new Mending(engine, group, backup).mend()),

    restore: (damages, backup) =>
      usable(backup, async () => {
        const wanted = new Set(damages.map(placeOf))
        for await (const { table, row } of rowsOf(engine, backup, new Set(damages.map((damage) => damage.table)))) {
          const [name] = sumsOf(table)
          if (!name || !isWholeThere(name, row) || !wanted.delete(placeOf(alteredRow(name, row)))) continue
          await engine.transaction((session) => restoreRow(session, name, row))
        }
      }),
  }
}

function placeOf(damage: Damage): string {
  return describeDamage({ ...damage, problem: '' })
}

async function* rowsOf(engine: Engine, backup: string, tables: ReadonlySet<string>): AsyncGenerator<BackedUpRow> {
  yield* rowsOfBackup(backup, (await readFact(engine.reader, 'key')) ?? '', tables)
}

/** Whether a row of a backup is whole. A backup from before there were checksums has none. */
function isWholeThere(name: SumName, row: Row): boolean {
  return row[sums[name].sum] === undefined || isWhole(name, row)
}

async function usable<T>(backup: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('conflict', `${backup} cannot be used: ${(error as Error).message}`, undefined, { cause: error })
  }
}

/** The work on one group. */
class Mending {
  readonly #engine: Engine
  readonly #group: Parameters<Mender['mend']>[0]
  readonly #backup: string

  constructor(engine: Engine, group: Parameters<Mender['mend']>[0], backup: string) {
    this.#engine = engine
    this.#group = group
    this.#backup = backup
  }

  async mend(): Promise<MendedList> {
    const { accountId, id, listId } = this.#group
    const own = listId === null ? undefined : await this.#row('list', listId)
    if (own && (await this.#completes(own))) return this.#use(own, true)
    const { same, older } = await this.#inBackup()
    if (same && !own) {
      await this.#restore('list', same)
      if (await this.#completes(same)) return this.#use(same, true)
    }
    if (older === null) return { listId: null, count: 0, isLatest: listId === null }
    if (older && older.id !== listId && (await this.#completes(older))) {
      if (!(await this.#row('list', older.id as string))) await this.#restore('list', older)
      return this.#use(older, false)
    }
    throw new Refusal(
      'not_found',
      `the backup has neither what is damaged of group ${id} of account ${accountId} nor its list`,
    )
  }

  /** The list of the group in the backup, and the list there that the group has here. `older` is null for an empty group. */
  async #inBackup(): Promise<{ readonly same: Row | undefined; readonly older: Row | null | undefined }> {
    const { id, listId } = this.#group
    let olderId: string | null | undefined
    let [same, older]: [Row | undefined, Row | undefined] = [undefined, undefined]
    // Groups come before lists, as tables stand in the order of their names.
    for await (const { table, row } of this.#rowsOfBackup('groups', 'lists')) {
      if (table === 'groups' && row.id === id) olderId = row.list_id as string | null
      if (table !== 'lists' || !isWholeThere('list', row)) continue
      if (row.id === listId) same = row
      if (row.id === olderId) older = row
    }
    return { same, older: olderId === null ? null : older }
  }

  /** Puts back the chunks that a list lacks. Returns whether it has all of them now. */
  async #completes(list: Row): Promise<boolean> {
    const base = await this.#baseOf(list)
    if (!base) return false
    const wanted = new Set<string>()
    for (const [id] of JSON.parse(base.chunks as string) as ChunkRef[]) {
      // A chunk without an id stands in the row of its list.
      if (id !== '' && !(await this.#row('chunk', id))) wanted.add(id)
    }
    if (wanted.size === 0) return true
    for await (const { row } of this.#rowsOfBackup('chunks')) {
      if (!isWholeThere('chunk', row) || !wanted.delete(row.id as string)) continue
      await this.#restore('chunk', row)
      if (wanted.size === 0) break
    }
    return wanted.size === 0
  }

  /** The list that has the chunks of a list: itself, or its base, which is put back where it is missing. */
  async #baseOf(list: Row): Promise<Row | undefined> {
    if ((list.base_id ?? null) === null) return list
    const baseId = list.base_id as string
    const own = await this.#row('list', baseId)
    if (own) return own
    for await (const { row } of this.#rowsOfBackup('lists')) {
      if (row.id !== baseId || !isWholeThere('list', row)) continue
      await this.#restore('list', row)
      return row
    }
    return undefined
  }

  /** Mends all that follows from the chunks of a list. */
  async #use(list: Row, isLatest: boolean): Promise<MendedList> {
    const { accountId, id } = this.#group
    const base = await this.#baseOf(list)
    if (base) await mendIndex(this.#engine, base)
    await this.#engine.transaction(async (session) => {
      const group = await groupWriter(session, new LastMaking()).lock(accountId, { id })
      // Another list gets its sieve with the write that points at it.
      if (group && group.listId === list.id) await renewSieve(session, group)
    })
    return { listId: list.id as string, count: list.count as number, isLatest }
  }

  /** The row when it is there and whole. */
  async #row(name: SumName, id: string): Promise<Row | undefined> {
    const [accountColumn, idColumn] = keyOf(name)
    const sql = `select * from ${sums[name].table} where ${accountColumn} = $1 and ${idColumn} = $2`
    const row = await this.#engine.reader.one(sql, [this.#group.accountId, id])
    return row && isWhole(name, row) ? row : undefined
  }

  #restore(name: SumName, row: Row): Promise<void> {
    return this.#engine.transaction((session) => restoreRow(session, name, row))
  }

  async *#rowsOfBackup(...tables: readonly string[]): AsyncGenerator<BackedUpRow> {
    for await (const each of rowsOf(this.#engine, this.#backup, new Set(tables))) {
      if (each.row.account_id === this.#group.accountId) yield each
    }
  }
}
