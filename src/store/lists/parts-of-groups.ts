import { damaged, missing, whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { lookUp } from '../engine/look-up.ts'
import type { Value } from '../engine/value.ts'
import type { ChunkRef } from './chunk-ref.ts'
import type { PhoneKey } from './leaf.ts'
import type { LeafPatch } from './leaf-patch.ts'
import { decodeDelta, type ListDelta } from './list-delta.ts'
import { patchedIndex } from './patch.ts'
import { leafOf, type PhoneIndex } from './phone-index.ts'

/** A leaf or chunk of the list of a group. */
interface PartOfGroup {
  readonly id: string
  readonly groupId: number
}

/** A leaf of the list of a group, and what the delta of that list says of it. */
interface LeafOfGroup extends PartOfGroup {
  readonly patch: LeafPatch | undefined
}

/** The leaves, and the chunks of lists without an index, that show which of the groups have which phones. */
export interface PartsOfGroups {
  readonly leaves: readonly LeafOfGroup[]
  readonly chunks: readonly PartOfGroup[]
  /** The chunks that stand in the rows of their lists, by the ids of these. */
  readonly inLists: readonly (PartOfGroup & { readonly bytes: Uint8Array })[]
}

/**
 * The parts of the lists of these groups in which some phones can be: of a list with an index one leaf for each phone, of a
 * list without one all chunks.
 *
 * @throws Damaged
 */
export async function partsOfGroups(
  session: Session,
  accountId: number,
  ids: readonly number[],
  keys: readonly PhoneKey[],
): Promise<PartsOfGroups> {
  const [indexes, chunkRefs] = await Promise.all([
    lookUp(session, { table: 'groups', value: ofList('index_checksum', 'phone_index'), accountId, ids }),
    lookUp(session, {
      table: 'groups',
      value: ofList('checksum', `case when phone_index is null then cast(count as text) || ' ' || chunks end`),
      accountId,
      ids,
    }),
  ])
  const lost = ids.filter((id) => !indexes.has(id) && !chunkRefs.has(id))
  await refuseLostLists(session, accountId, lost)
  const ownIds = [...indexes.values()].map((text) => listValueOf(text)).filter(({ id, ownId }) => id !== ownId)
  const deltas = await deltasOf(session, accountId, [...new Set(ownIds.map(({ ownId }) => ownId))])
  const leaves = [...indexes].flatMap(([groupId, text]) => {
    const { ownId, id, checksum, value } = listValueOf(text)
    whole('index', { account_id: accountId, id, phone_index: value, index_checksum: checksum })
    const delta = deltas.get(ownId)
    const index = delta ? patchedIndex(JSON.parse(value), delta) : (JSON.parse(value) as PhoneIndex)
    return [...new Set(keys.map((key) => leafOf(index, key)))]
      .filter((leaf) => leaf !== undefined)
      .map(([leafId, , , patch]) => ({ id: leafId, groupId, patch }))
  })
  const lists = [...chunkRefs].map(([groupId, text]) => {
    const { id, checksum, value } = listValueOf(text)
    const [count, chunks] = cut(value)
    return { groupId, row: { account_id: accountId, id, count: Number(count), chunks, checksum } }
  })
  const tiny = lists.flatMap(({ row: { id, chunks } }) => (chunks.startsWith('[["",') ? [id] : []))
  const entries = await lookUp(session, { table: 'lists', value: 'entries', accountId, ids: [...new Set(tiny)] })
  const chunks: PartOfGroup[] = []
  const inLists: (PartOfGroup & { readonly bytes: Uint8Array })[] = []
  for (const { groupId, row } of lists) {
    const bytes = entries.get(row.id) as Uint8Array | undefined
    whole('list', { ...row, entries: bytes ?? null })
    if (bytes) inLists.push({ id: row.id, groupId, bytes })
    else for (const [id] of JSON.parse(row.chunks) as ChunkRef[]) chunks.push({ id, groupId })
  }
  return { leaves, chunks, inLists }
}

/**
 * Refuses to go on when a group has lost its list. A group that is gone itself, or has no entries any more, has none: an older
 * server that removes a group leaves the sieve of a newer one.
 */
async function refuseLostLists(session: Session, accountId: number, groups: readonly number[]): Promise<void> {
  const lists = await lookUp(session, { table: 'groups', value: 'list_id', accountId, ids: groups })
  const [lost] = lists.keys()
  if (lost !== undefined) throw damaged({ accountId, table: 'lists', row: `of group ${lost}`, problem: missing })
}

/** The deltas of some lists, by the ids of these. */
async function deltasOf(
  session: Session,
  accountId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ListDelta>> {
  const value = `cast(count as text) || ' ' || coalesce(cast(checksum as text), '') || ' ' || base_id`
  const [bytes, texts] = await Promise.all([
    lookUp(session, { table: 'lists', value: 'delta', accountId, ids }),
    lookUp(session, { table: 'lists', value, accountId, ids }),
  ])
  return new Map(
    ids.map((id) => {
      const [count, rest] = cut(String(texts.get(id)))
      const [checksum, base] = cut(rest)
      const delta = (bytes.get(id) as Uint8Array | undefined) ?? null
      const row = { account_id: accountId, id, count: Number(count), chunks: '[]', base_id: base, delta }
      whole('list', { ...row, checksum: checksum === '' ? null : Number(checksum) })
      return [id, decodeDelta(delta as Uint8Array)]
    }),
  )
}

/**
 * An expression for a value of the list of a group: the id of the list, that of the list with its chunks and leaves, a checksum and
 * the value of the latter. `6592… 6592… 3141592 [["…",20,1]]`.
 */
function ofList(checksum: string, value: string): string {
  return `(select groups.list_id || ' ' || id || ' ' || coalesce(cast(${checksum} as text), '') || ' ' || ${value}
    from lists where account_id = $1 and id = coalesce(
      (select own.base_id from lists as own where own.account_id = $1 and own.id = groups.list_id), groups.list_id))`
}

function listValueOf(text: Value): {
  readonly ownId: string
  readonly id: string
  readonly checksum: number | null
  readonly value: string
} {
  const [ownId, ofBase] = cut(String(text))
  const [id, rest] = cut(ofBase)
  const [checksum, value] = cut(rest)
  return { ownId, id, checksum: checksum === '' ? null : Number(checksum), value }
}

/** A text up to its first space, and behind it. */
function cut(text: string): [string, string] {
  const end = text.indexOf(' ')
  return [text.slice(0, end), text.slice(end + 1)]
}
