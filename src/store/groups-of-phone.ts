import { hasPhone } from './chunk.ts'
import type { Engine, Row, Session, Value } from './engine.ts'
import { decodeLeaf, type PhoneKey, phoneKey } from './leaf.ts'
import type { ChunkRef } from './list-rows.ts'
import { leafOf, type PhoneIndex } from './phone-index.ts'
import { hashKey, placeRange, possibleParts, probesOf, sievedAtMost } from './sieve.ts'

/** Rows that are asked for in one statement. */
const batch = 64

/**
 * The rows of the groups that have the phone, from those behind the group `after` the first `limit`, in the order of their
 * ids. The sieves and the counts say which groups may have it; whether one has it is read in its list.
 */
export function groupsOfPhone(
  engine: Engine,
  accountId: number,
  phone: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<Row[]> {
  return engine.snapshot(async (session) => {
    const key = phoneKey(phone)
    const candidates = [
      ...(await letThrough(engine, session, accountId, key, after)),
      ...(await withoutSieve(session, accountId, after)),
    ].sort((one, other) => one - other)
    const found: Row[] = []
    for (let start = 0; start < candidates.length && found.length < limit; start += batch) {
      const groups = await readAll(
        session,
        'groups.id, list_id',
        'groups',
        accountId,
        candidates.slice(start, start + batch),
      )
      const listIds = groups.map((row) => row.list_id as string)
      const holders = await listsWith(session, accountId, listIds, key)
      const having = groups.filter((row) => holders.has(row.list_id as string)).map((row) => row.id as number)
      found.push(...(await readAll(session, 'groups.*', 'groups', accountId, having)).sort(byId))
    }
    return found.slice(0, limit)
  })
}

function byId(one: Row, other: Row): number {
  return (one.id as number) - (other.id as number)
}

/** The groups whose sieve lets the phone through. */
async function letThrough(
  engine: Engine,
  session: Session,
  accountId: number,
  key: PhoneKey,
  after: number,
): Promise<number[]> {
  const hash = hashKey(key)
  const parameters: Value[] = [accountId, after]
  const parameter = (value: Value): string => `$${parameters.push(value)}`
  const slices = possibleParts.map((parts) => parameter(parts + (hash & (parts - 1))))
  const tests = probesOf(hash).map(({ place, bit }) => {
    const at = `cast(1 + cast(${parameter(place)} as bigint) * length(bytes) / ${placeRange} as integer)`
    return engine.includes(parameter(bytesWith(bit)), `substr(bytes, ${at}, 1)`)
  })
  const rows = await session.all(
    `select group_id from phone_sieves
     where account_id = $1 and slice in (${slices}) and group_id > $2 and ${tests.join(' and ')}`,
    parameters,
  )
  return rows.map((row) => row.group_id as number)
}

/** Every byte that has the bit. */
function bytesWith(bit: number): Uint8Array {
  return Uint8Array.from(Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => (byte >> bit) & 1))
}

/** The groups that are too large for a sieve. */
async function withoutSieve(session: Session, accountId: number, after: number): Promise<number[]> {
  const rows = await session.all('select id from groups where account_id = $1 and count > $2 and id > $3', [
    accountId,
    sievedAtMost,
    after,
  ])
  return rows.map((row) => row.id as number)
}

/** A list without an index is searched by its chunks. */
const listColumns = 'lists.id, phone_index, case when phone_index is null then chunks end as chunks'

/** Those of the lists that have the phone: by the one leaf that can have it, else by their chunks. */
async function listsWith(
  session: Session,
  accountId: number,
  listIds: readonly string[],
  key: PhoneKey,
): Promise<ReadonlySet<string>> {
  const leaves: [id: string, listId: string][] = []
  const chunks: [id: string, listId: string][] = []
  for (const row of await readAll(session, listColumns, 'lists', accountId, listIds)) {
    const listId = row.id as string
    if (row.phone_index === null) {
      for (const [id] of JSON.parse(row.chunks as string) as ChunkRef[]) chunks.push([id, listId])
    } else {
      const leaf = leafOf(JSON.parse(row.phone_index as string) as PhoneIndex, key)
      if (leaf) leaves.push([leaf[0], listId])
    }
  }
  const having = new Set<string>()
  for (const row of await readAll(session, 'phone_leaves.id, bytes', 'phone_leaves', accountId, idsIn(leaves))) {
    if (decodeLeaf(row.bytes as Uint8Array).includes(key)) having.add(row.id as string)
  }
  for (const row of await readAll(session, 'chunks.id, bytes', 'chunks', accountId, idsIn(chunks))) {
    if (hasPhone(row.bytes as Uint8Array, key)) having.add(row.id as string)
  }
  return new Set([...leaves, ...chunks].filter(([id]) => having.has(id)).map(([, listId]) => listId))
}

/** The ids, each once: lists share chunks and leaves. */
function idsIn(pairs: readonly (readonly [id: string, listId: string])[]): string[] {
  return [...new Set(pairs.map(([id]) => id))]
}

/**
 * The rows with these ids, by a join: a planner that has no statistics yet reads each by its key. Every statement asks for
 * as many, some of them again, so that it is prepared once.
 */
async function readAll(
  session: Session,
  columns: string,
  table: 'groups' | 'lists' | 'chunks' | 'phone_leaves',
  accountId: number,
  ids: readonly (number | string)[],
): Promise<Row[]> {
  const type = table === 'groups' ? 'bigint' : 'text'
  const wanted = Array.from({ length: batch }, (_, at) => `(cast($${at + 2} as ${type}))`)
  const sql = `with wanted (id) as (values ${wanted})
    select ${columns} from (select distinct id from wanted) as once
    join ${table} on ${table}.account_id = $1 and ${table}.id = once.id`
  const rows: Row[] = []
  for (let start = 0; start < ids.length; start += batch) {
    const some = ids.slice(start, start + batch)
    const padded = Array.from({ length: batch }, (_, at) => some[at] ?? (some[0] as number | string))
    rows.push(...(await session.all(sql, [accountId, ...padded])))
  }
  return rows
}
