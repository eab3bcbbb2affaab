import type { Engine, Session } from '../engine/engine.ts'
import { lookUp } from '../engine/look-up.ts'
import type { Row, Value } from '../engine/value.ts'
import { hasPhone, traceOf } from './chunk.ts'
import { leafHas, type PhoneKey, phoneKey } from './leaf.ts'
import type { ChunkRef } from './list-rows.ts'
import { leafOf, type PhoneIndex } from './phone-index.ts'
import { hashKey, placeRange, possibleParts, probesOf, sievedAtMost } from './sieve.ts'

/** Groups whose lists are searched at once. */
const candidatesAtOnce = 128

/** Rows of groups that are read at once: so few that no query planner prefers to read the whole table. */
const rowsAtOnce = 32

/**
 * The rows of the groups that have a phone, in the order of their ids: the first `limit` of those whose id is above
 * `after`. The sieves show which groups may have the phone, and a group too long for a sieve always may. The list of
 * each such group shows whether it has.
 */
export function groupsOfPhone(
  engine: Engine,
  accountId: number,
  phone: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<Row[]> {
  return engine.snapshot(async (session) => {
    const key = phoneKey(phone)
    const candidates = (
      await Promise.all([letThrough(engine, session, accountId, key, after), withoutSieve(session, accountId, after)])
    )
      .flat()
      .sort((one, other) => one - other)
    const having: number[] = []
    for (let start = 0; start < candidates.length && having.length < limit; start += candidatesAtOnce) {
      const some = candidates.slice(start, start + candidatesAtOnce)
      having.push(...(await groupsWith(engine, session, accountId, some, key)))
    }
    return readGroups(session, accountId, having.slice(0, limit))
  })
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
    const at = `cast(cast(${parameter(place)} as bigint) * length(bytes) / ${placeRange} as integer)`
    return engine.hasBit('bytes', at, bit, parameter)
  })
  const rows = await session.all(
    `select group_id from phone_sieves
     where account_id = $1 and slice in (${slices}) and group_id > $2 and ${tests.join(' and ')}`,
    parameters,
  )
  return rows.map((row) => row.group_id as number)
}

/** The groups whose list is too long for a sieve. */
async function withoutSieve(session: Session, accountId: number, after: number): Promise<number[]> {
  const rows = await session.all('select id from groups where account_id = $1 and count > $2 and id > $3', [
    accountId,
    sievedAtMost,
    after,
  ])
  return rows.map((row) => row.id as number)
}

/**
 * The groups that have the phone, of those with these ids. A list with an index is judged by the one leaf that can have
 * the phone, a list without one by its chunks.
 */
async function groupsWith(
  engine: Engine,
  session: Session,
  accountId: number,
  ids: readonly number[],
  key: PhoneKey,
): Promise<number[]> {
  const ofList = (value: string): string => `(select ${value} from lists where account_id = $1 and id = groups.list_id)`
  const listed = ofList('case when phone_index is null then chunks end')
  const [indexes, chunkRefs] = await Promise.all([
    lookUp(session, { table: 'groups', value: ofList('phone_index'), accountId, ids }),
    lookUp(session, { table: 'groups', value: listed, accountId, ids }),
  ])
  const leaves = [...indexes].flatMap(([groupId, index]) => {
    const leaf = leafOf(JSON.parse(index as string) as PhoneIndex, key)
    return leaf ? [{ id: leaf[0], groupId }] : []
  })
  const chunks = [...chunkRefs].flatMap(([groupId, refs]) =>
    (JSON.parse(refs as string) as ChunkRef[]).map(([id]) => ({ id, groupId })),
  )
  const value = `case when ${engine.mayInclude('bytes', '$2')} then bytes end`
  const [leafBytes, chunkBytes] = await Promise.all([
    lookUp(session, { table: 'phone_leaves', value: 'bytes', accountId, ids: idsIn(leaves) }),
    lookUp(session, { table: 'chunks', value, parameter: traceOf(key), accountId, ids: idsIn(chunks) }),
  ])
  const holders = new Set<string>()
  for (const [id, bytes] of leafBytes) if (leafHas(bytes as Uint8Array, key)) holders.add(id)
  for (const [id, bytes] of chunkBytes) if (hasPhone(bytes as Uint8Array, key)) holders.add(id)
  const having = new Set([...leaves, ...chunks].filter(({ id }) => holders.has(id)).map(({ groupId }) => groupId))
  return ids.filter((id) => having.has(id))
}

/** The ids of the parts, each once: lists share chunks and leaves. */
function idsIn(parts: readonly { readonly id: string }[]): string[] {
  return [...new Set(parts.map(({ id }) => id))]
}

/**
 * The rows of the groups, in the order of the ids. Every statement has the same number of parameters, so that it is
 * prepared only once.
 */
async function readGroups(session: Session, accountId: number, ids: readonly number[]): Promise<Row[]> {
  const places = Array.from({ length: rowsAtOnce }, (_, at) => `$${at + 2}`)
  const rows: Row[] = []
  for (let start = 0; start < ids.length; start += rowsAtOnce) {
    const some = Array.from({ length: rowsAtOnce }, (_, at) => ids[start + at] ?? null)
    const sql = `select * from groups where account_id = $1 and id in (${places}) order by id`
    rows.push(...(await session.all(sql, [accountId, ...some])))
  }
  return rows
}
