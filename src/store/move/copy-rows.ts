import { damaged } from '../checks/damaged.ts'
import { rowCheckOf } from '../checks/row-check.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { readFact } from '../engine/facts.ts'
import type { Table } from '../engine/table.ts'
import type { Value } from '../engine/value.ts'
import { clear, type Done, finish, progressOf, type Report, totalsOf } from './fill-book.ts'
import { batchesOf, isEmpty, type Range, type ReadBatch } from './table-rows.ts'
import { Summing, type TableSum } from './table-sum.ts'
import { claim, type OnClaimed, refuseUnfinished } from './unfinished.ts'

interface Sides {
  readonly from: Session
  readonly to: Engine
  readonly done: Done
}

/**
 * Makes an empty book equal to another one, as that is at one moment while servers go on writing to it. A copy that did
 * not finish goes on: batches of rows that are equal already are left, all others are removed first and then written.
 *
 * @throws Error when the source is damaged, when the target holds anything else, and when the rows that arrived are not those that were sent.
 */
export async function copyRows(
  source: Engine,
  target: Engine,
  report: Report,
  onClaimed: OnClaimed = () => undefined,
): Promise<TableSum[]> {
  const { sums, lastNumbers } = await source.snapshot(async (from) => {
    await refuseUnfinished(from)
    const tables = withCommonKeys(await source.tables(from), await target.tables(target.reader))
    await claim(target, tables, (await readFact(from, 'key')) ?? '')
    onClaimed()
    const done = progressOf('copying', await totalsOf(from, tables), report)
    const sums: TableSum[] = []
    const lastNumbers = new Map<string, number>()
    for (const table of tables) {
      sums.push(await copyTable({ from, to: target, done }, table))
      lastNumbers.set(table.name, await source.lastNumber(from, table))
    }
    return { sums, lastNumbers }
  })
  await finish(target, sums, lastNumbers, report)
  return sums
}

/**
 * The tables of the source, each by the shorter of the two engines' keys for it, so that both have an index of the key.
 */
function withCommonKeys(source: readonly Table[], target: readonly Table[]): Table[] {
  return source.map((table) => {
    const { key = table.key } = target.find(({ name }) => name === table.name) ?? {}
    return { ...table, key: key.length < table.key.length ? key : table.key }
  })
}

async function copyTable(sides: Sides, table: Table): Promise<TableSum> {
  const summing = new Summing()
  const isFresh = await isEmpty(sides.to.reader, table)
  const missing: Range[] = []
  let after: readonly Value[] | undefined
  const check = rowCheckOf(table)
  for await (const batch of batchesOf(sides.from, table)) {
    for (const values of batch.rows) {
      const damage = check(values)
      if (damage) throw damaged(damage)
    }
    summing.add(batch.encoded)
    const range = { after, upTo: batch.upTo }
    after = batch.upTo
    if (isFresh) await write(sides, table, batch)
    else if (await holds(sides.to, table, range, batch)) sides.done(table.name, batch.rows.length, batch.bytes)
    else {
      await clear(sides.to, table, range)
      missing.push(range)
    }
  }
  if (!isFresh) await clear(sides.to, table, { after })
  for (const range of missing)
    for await (const batch of batchesOf(sides.from, table, range)) await write(sides, table, batch)
  return summing.of(table.name)
}

async function write({ to, done }: Sides, table: Table, batch: ReadBatch): Promise<void> {
  await to.transaction((session) => session.insertRows(table, batch))
  done(table.name, batch.rows.length, batch.bytes)
}

/** Whether the target has exactly the rows of the batch in the range. */
async function holds(target: Engine, table: Table, range: Range, batch: ReadBatch): Promise<boolean> {
  const [there, wanted] = [new Summing(), new Summing()]
  wanted.add(batch.encoded)
  for await (const { encoded } of batchesOf(target.reader, table, range)) there.add(encoded)
  return there.of(table.name).checksum === wanted.of(table.name).checksum
}
