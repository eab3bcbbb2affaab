import { sums } from '../checks/checksum.ts'
import { damaged, missing, whole } from '../checks/damaged.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { type LookUp, lookUp } from '../engine/look-up.ts'
import type { Row } from '../engine/value.ts'
import { hasPhone, traceOf } from './chunk.ts'
import { leafHas, type PhoneKey, phoneKey } from './leaf.ts'
import { hasByPatch } from './leaf-patch.ts'
import { partsOfGroups } from './parts-of-groups.ts'
import { sievedAtMost } from './sieve.ts'
import { groupsLetThrough } from './sieved-groups.ts'

/** Groups whose lists are searched at once. */
const candidatesAtOnce = 128

/** Rows of groups that are read at once: so few that no query planner prefers to read the whole table. */
const rowsAtOnce = 32

/** The row of a group that has a number, and the spellings of it that its list has. */
export interface HoldingRow {
  readonly row: Row
  readonly spellings: readonly string[]
}

/**
 * The rows of the groups that have one of these phones, in the order of their ids: the first `limit` of those whose id is
 * above `after`. The sieves show which groups may have one, and a group too long for a sieve always may. The list of each
 * such group shows which it has.
 */
export function groupsOfPhones(
  engine: Engine,
  accountId: number,
  phones: readonly string[],
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<HoldingRow[]> {
  return engine.snapshot(async (session) => {
    const keys = phones.map(phoneKey)
    const candidates = (
      await Promise.all([
        groupsLetThrough(engine, session, accountId, keys, after),
        withoutSieve(session, accountId, after),
      ])
    )
      .flat()
      .sort((one, other) => one - other)
    const having = new Map<number, ReadonlySet<PhoneKey>>()
    for (let start = 0; start < candidates.length && having.size < limit; start += candidatesAtOnce) {
      const some = candidates.slice(start, start + candidatesAtOnce)
      for (const [id, held] of await groupsWith(engine, session, accountId, some, keys)) having.set(id, held)
    }
    const rows = await readGroups(session, accountId, [...having.keys()].slice(0, limit))
    return rows.map((row) => {
      const held = having.get(row.id as number)
      return { row, spellings: phones.filter((_, index) => held?.has(keys[index] as PhoneKey)) }
    })
  })
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
 * The groups that have one of the phones, of those with these ids and in their order, each with the phones that it has. A list
 * with an index is judged by the leaves that can have them, a list without one by its chunks.
 */
async function groupsWith(
  engine: Engine,
  session: Session,
  accountId: number,
  ids: readonly number[],
  keys: readonly PhoneKey[],
): Promise<Map<number, ReadonlySet<PhoneKey>>> {
  const { leaves, chunks, inLists } = await partsOfGroups(session, accountId, ids, keys)
  // Nothing in place of bytes that cannot have a phone: a chunk without a value is missing.
  const mayHave = keys.map((_, index) => engine.mayInclude('bytes', `$${index + 2}`)).join(' or ')
  const value = `case when ${mayHave} then bytes else substr(bytes, 1, 0) end`
  const [inLeaves, inChunks] = await Promise.all([
    wholeBytes(session, 'leaf', accountId, { value: 'bytes', ids: idsIn(leaves) }),
    wholeBytes(session, 'chunk', accountId, { value, parameters: keys.map(traceOf), ids: idsIn(chunks) }),
  ])
  const held = new Map<string, PhoneKey[]>()
  for (const [id, bytes] of [...inChunks, ...inLists.map((list) => [list.id, list.bytes] as const)])
    held.set(
      id,
      keys.filter((key) => hasPhone(bytes, key)),
    )
  const inParts = [...chunks, ...inLists].map(({ id, groupId }) => ({ groupId, keys: held.get(id) ?? [] }))
  const inIndexes = leaves.map(({ id, groupId, patch }) => {
    const bytes = inLeaves.get(id) as Uint8Array
    return { groupId, keys: keys.filter((key) => hasByPatch(key, patch) ?? leafHas(bytes, key)) }
  })
  const found = Map.groupBy([...inParts, ...inIndexes], ({ groupId }) => groupId)
  const having = new Map<number, ReadonlySet<PhoneKey>>()
  for (const id of ids) {
    const some = new Set((found.get(id) ?? []).flatMap((part) => part.keys))
    if (some.size > 0) having.set(id, some)
  }
  return having
}

/**
 * The bytes of leaves or chunks by id, as `value` gives them: all of a part, or none.
 *
 * @throws Damaged also when there is no such part.
 */
async function wholeBytes(
  session: Session,
  part: 'leaf' | 'chunk',
  accountId: number,
  wanted: Pick<LookUp<string>, 'value' | 'parameters' | 'ids'>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { table } = sums[part]
  const found = (await lookUp(session, { table, accountId, ...wanted })) as Map<string, Uint8Array>
  for (const id of wanted.ids) if (!found.has(id)) throw damaged({ accountId, table, row: id, problem: missing })
  const given = new Map([...found].filter(([, bytes]) => bytes.length > 0))
  const checksums = await lookUp(session, { table, value: 'checksum', accountId, ids: [...given.keys()] })
  for (const [id, bytes] of given) {
    whole(part, { account_id: accountId, id, bytes, checksum: checksums.get(id) ?? null })
  }
  return given
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
