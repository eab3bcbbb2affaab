import { isWhole, whole } from '../checks/damaged.ts'
import type { JoinRows, Session } from '../engine/engine.ts'

/** Parts of sieves that are read at once: so few that their bytes, some 200 KB, stay near the processor. */
const atOnce = 256

/** The parts of all sieves of an account with one number, of the groups behind `after`. */
export interface Slice {
  readonly accountId: number
  readonly slice: number
  readonly after: number
}

/** Looks at the part of a group's sieve. The bytes are good only until it returns. */
type Look = (groupId: number, bytes: Uint8Array) => void

/**
 * Looks at each part of a slice, in the order of the groups. Every part is verified, since a damaged one must not say that a
 * group has no phone. A row for each part costs twice as much as the rest, so that the engine joins many parts to one row.
 *
 * @throws Damaged
 */
export async function lookAtSlice(session: Session, join: JoinRows, slice: Slice, look: Look): Promise<void> {
  const sql = `select ${join.bytes('bytes')} as bytes, ${join.values('group_id')} as ids,
      ${join.values('length(bytes)')} as lengths, ${join.values('checksum')} as checksums
    from (select group_id, bytes, checksum from phone_sieves
      where account_id = $1 and slice = $2 and group_id > $3 order by group_id limit ${atOnce})`
  for (let after = slice.after; ; ) {
    const row = await session.one(sql, [slice.accountId, slice.slice, after])
    const ids = JSON.parse(String(row?.ids)) as number[]
    const parts = {
      ids,
      bytes: row?.bytes as Uint8Array | null,
      lengths: JSON.parse(String(row?.lengths)) as (number | null)[],
      checksums: JSON.parse(String(row?.checksums)) as (number | null)[],
    }
    if (!lookAtParts(slice, parts, look)) await lookAtRows(session, { ...slice, after }, look)
    after = ids.at(-1) ?? after
    if (ids.length < atOnce) return
  }
}

/** Some parts in the order of their groups: their bytes one behind another. */
interface Parts {
  readonly ids: readonly number[]
  readonly bytes: Uint8Array | null
  readonly lengths: readonly (number | null)[]
  readonly checksums: readonly (number | null)[]
}

/** Looks at parts until one is not whole. Returns whether all of them are. */
function lookAtParts({ accountId, slice }: Slice, { ids, bytes, lengths, checksums }: Parts, look: Look): boolean {
  const total = lengths.reduce<number>((sum, length) => sum + (length ?? 0), 0)
  if (total !== (bytes?.length ?? 0)) return false
  let start = 0
  for (const [index, id] of ids.entries()) {
    const end = start + (lengths[index] ?? 0)
    const part = bytes?.subarray(start, end) ?? new Uint8Array(0)
    const row = { account_id: accountId, slice, group_id: id, bytes: part, checksum: checksums[index] ?? null }
    if (!isWhole('sieve', row)) return false
    look(id, part)
    start = end
  }
  return true
}

/** Looks at the same parts row by row, which shows the one that is damaged. */
async function lookAtRows(session: Session, { accountId, slice, after }: Slice, look: Look): Promise<void> {
  const rows = await session.all(
    `select account_id, slice, group_id, bytes, checksum from phone_sieves
     where account_id = $1 and slice = $2 and group_id > $3 order by group_id limit ${atOnce}`,
    [accountId, slice, after],
  )
  for (const row of rows) look(row.group_id as number, whole('sieve', row).bytes as Uint8Array)
}
