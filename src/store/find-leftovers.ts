import type { LeftoverRule, Leftovers } from '../core/leftover/leftover.ts'
import { coveredBy, sums } from './checks/checksum.ts'
import { whole } from './checks/damaged.ts'
import type { Session } from './engine/engine.ts'
import type { Row, Value } from './engine/value.ts'
import { goneBefore } from './find-removed-rows.ts'
import type { ChunkRef } from './lists/chunk-ref.ts'
import type { PhoneIndex } from './lists/phone-index.ts'

const coveredOfList = ['id', 'account_id', ...coveredBy('list'), sums.list.sum].join(', ')

/** Rows that are read in one statement. */
const page = 1000

/** Leftovers that go in one transaction. 200 full chunks are 6 MB, and more with details. */
const mostAtOnce = { change: 1000, upload: 200, preview: 20, list: 200, chunk: 200, leaf: 500 }

/** The changes from the first one on, up to the first that is kept. So no change goes before one that is older. */
export async function* oldChanges(session: Session, { changedBefore }: LeftoverRule): AsyncGenerator<Leftovers> {
  for (let last = 0; ; ) {
    const rows = await session.all('select number, at from changes where number > $1 order by number limit $2', [
      last,
      mostAtOnce.change,
    ])
    const kept = rows.findIndex((row) => (row.at as number) >= changedBefore)
    const ids = rows.slice(0, kept < 0 ? rows.length : kept).map((row) => row.number as number)
    if (ids.length > 0) yield { kind: 'change', accountId: null, ids, bytes: 0 }
    if (kept >= 0 || rows.length < mostAtOnce.change) return
    last = ids.at(-1) as number
  }
}

export function unusedUploads(session: Session, rule: LeftoverRule): AsyncGenerator<Leftovers> {
  return expired(session, 'upload', ['uploads', 'filename'], rule)
}

export function unusedPreviews(session: Session, rule: LeftoverRule): AsyncGenerator<Leftovers> {
  return expired(session, 'preview', ['previews', 'id'], rule)
}

async function* expired(
  session: Session,
  kind: 'upload' | 'preview',
  [table, key]: readonly [table: string, key: string],
  rule: LeftoverRule,
): AsyncGenerator<Leftovers> {
  for (const accountId of await accountIds(session, rule)) {
    const rows = pages(session, key, `${table} where account_id = $1 and expires_at < $2`, [accountId, rule.idleBefore])
    for await (const some of rows) {
      for (const ids of parts(
        some.map((row) => row[key] as string),
        mostAtOnce[kind],
      )) {
        yield { kind, accountId, ids, bytes: 0 }
      }
    }
  }
}

/**
 * The lists at which neither a group, a campaign, a run that goes on, an upload, a preview nor a kept change points, and which are the
 * base of none of those. Lists go before their bases.
 */
export async function* unusedLists(session: Session, rule: LeftoverRule): AsyncGenerator<Leftovers> {
  for (const accountId of await accountIds(session, rule)) {
    const used = await usedLists(session, accountId, rule)
    const edited = pages(session, coveredOfList, 'lists where account_id = $1 and base_id is not null', [accountId])
    for await (const some of edited) {
      for (const row of some) if (used.has(row.id as string)) used.add(whole('list', row).base_id as string)
    }
    for (const kind of ['base_id is not null', 'base_id is null']) {
      const old = `lists where account_id = $1 and id < $2 and ${kind}`
      const size = 'id, coalesce(length(entries), 0) + coalesce(length(delta), 0) as size'
      for await (const some of pages(session, size, old, [accountId, idAt(rule.idleBefore)])) {
        const unused = some.filter(({ id }) => !used.has(id as string))
        for (const gone of parts(unused, mostAtOnce.list)) yield { kind: 'list', accountId, ...sizesOf(gone) }
      }
    }
  }
}

/** The chunks, or the leaves, that no list has. */
export async function* unusedParts(
  session: Session,
  kind: 'chunk' | 'leaf',
  rule: LeftoverRule,
): AsyncGenerator<Leftovers> {
  const { idleBefore, gone } = rule
  const [table, name, column] =
    kind === 'chunk' ? (['chunks', 'list', 'chunks'] as const) : (['phone_leaves', 'index', 'phone_index'] as const)
  const covered = ['id', 'account_id', ...coveredBy(name), sums[name].sum].join(', ')
  for (const accountId of await accountIds(session, rule)) {
    const used = new Set<string>()
    for await (const some of pages(session, covered, 'lists where account_id = $1', [accountId])) {
      for (const row of some) {
        // A list that is damaged may point at other parts than its own: nothing goes then.
        const refs = whole(name, row)[column]
        if (refs === null || gone.has(row.id as string)) continue
        for (const [part] of JSON.parse(refs as string) as ChunkRef[] | PhoneIndex) used.add(part)
      }
    }
    const from = `${table} where account_id = $1 and id < $2`
    for await (const some of pages(session, 'id, length(bytes) as size', from, [accountId, idAt(idleBefore)])) {
      const unused = some.filter(({ id }) => !used.has(id as string))
      for (const gone of parts(unused, mostAtOnce[kind])) yield { kind, accountId, ...sizesOf(gone) }
    }
  }
}

/** The ids of rows, and the bytes that they hold together. */
function sizesOf(rows: readonly Row[]): Pick<Leftovers, 'ids' | 'bytes'> {
  return {
    ids: rows.map(({ id }) => id as string),
    bytes: rows.reduce((sum, { size }) => sum + ((size ?? 0) as number), 0),
  }
}

/**
 * The lists that are used. Groups are read before changes: a list that a group leaves meanwhile is still found, in the
 * change by which the group left it. A run that is over calls nobody any more.
 */
async function usedLists(session: Session, accountId: number, rule: LeftoverRule): Promise<Set<string>> {
  const used = new Set<string>()
  const add = (listId: unknown): void => {
    if (typeof listId === 'string') used.add(listId)
  }
  for await (const some of pages(session, 'id, list_id', 'groups where account_id = $1', [accountId])) {
    for (const row of some) add(row.list_id)
  }
  for await (const some of pages(session, 'id, list_id', 'campaigns where account_id = $1', [accountId])) {
    for (const row of some) add(row.list_id)
  }
  const runs = 'select list_ids from campaign_runs where account_id = $1 and ended_at is null'
  for (const row of await session.all(runs, [accountId])) {
    for (const id of JSON.parse(row.list_ids as string)) add(id)
  }
  const bulks = "select id, lists from bulks where account_id = $1 and state in ('new', 'running', 'paused')"
  for (const row of await session.all(bulks, [accountId])) {
    for (const { listId } of JSON.parse(row.lists as string)) add(listId)
  }
  for (const [columns, table] of [
    ['filename, list_id', 'uploads'],
    ['id, list_id', 'previews'],
  ] as const) {
    const living = `${table} where account_id = $1 and expires_at >= $2`
    for await (const some of pages(session, columns, living, [accountId, rule.idleBefore])) {
      for (const row of some) add(row.list_id)
    }
  }
  const first = await session.one('select number from changes where at >= $1 order by number limit 1', [
    rule.changedBefore,
  ])
  if (!first) return used
  const changes = `changes where account_id = $1 and noun in ('group', 'campaign') and number >= $2`
  const covered = ['number', ...sums.change.content, sums.change.sum].join(', ')
  for await (const some of pages(session, covered, changes, [accountId, first.number as number])) {
    for (const row of some) {
      whole('change', row)
      for (const state of [row.before, row.after]) add(listIdIn(state as string | null))
    }
  }
  return used
}

function listIdIn(snapshot: string | null): unknown {
  return snapshot === null ? null : (JSON.parse(snapshot) as { listId?: unknown }).listId
}

/** The ids of the accounts whose rows are looked at one by one. A removed account goes as a whole, with every row. */
async function accountIds(session: Session, { changedBefore }: LeftoverRule): Promise<number[]> {
  const rows = await session.all('select id from accounts where removed_at is null or removed_at >= $1 order by id', [
    goneBefore(changedBefore),
  ])
  return rows.map((row) => row.id as number)
}

/**
 * The rows, page by page, in the order of the first of the columns, which must name them. Others may write between
 * pages.
 */
async function* pages(
  session: Session,
  columns: string,
  from: string,
  parameters: readonly Value[],
): AsyncGenerator<Row[]> {
  const key = columns.split(',')[0] as string
  let last: Value | undefined
  for (;;) {
    const isFirst = last === undefined
    const values = isFirst ? parameters : [...parameters, last as Value]
    const rows = await session.all(
      `select ${columns} from ${from}${isFirst ? '' : ` and ${key} > $${values.length}`} order by ${key} limit ${page}`,
      values,
    )
    if (rows.length > 0) yield rows
    if (rows.length < page) return
    last = rows.at(-1)?.[key] as Value
  }
}

function* parts<T>(items: readonly T[], most: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += most) yield items.slice(start, start + most)
}

/**
 * The least id of a second. Ids begin with the second of their making (`Ids.hexId`), so that all older ids sort before
 * `65920080` for 1 January 2024.
 */
function idAt(epochMs: number): string {
  return Math.max(Math.floor(epochMs / 1000), 0)
    .toString(16)
    .padStart(8, '0')
}
