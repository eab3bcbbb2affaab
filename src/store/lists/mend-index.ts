import { noCode } from '../../core/list/phone-code.ts'
import { isWhole } from '../checks/damaged.ts'
import { restoreRow } from '../checks/restore-row.ts'
import type { Engine } from '../engine/engine.ts'
import type { Row } from '../engine/value.ts'
import type { ChunkRef } from './chunk-ref.ts'
import { encodeLeaf } from './leaf.ts'
import { readChunk } from './list-rows.ts'
import type { PhoneIndex } from './phone-index.ts'

/**
 * Writes the damaged leaves of a list again, as they were. The leaves of a list hold its phones in their order: of leaves with 4,000
 * and 3,000 phones the second has those from the 4,001st on.
 */
export async function mendIndex(engine: Engine, list: Row): Promise<void> {
  const accountId = list.account_id as number
  const index = list.phone_index === null ? [] : (JSON.parse(list.phone_index as string) as PhoneIndex)
  const damaged = new Set<string>()
  for (const [id] of index) {
    const row = await engine.reader.one('select * from phone_leaves where account_id = $1 and id = $2', [accountId, id])
    if (!row || !isWhole('leaf', row)) damaged.add(id)
  }
  if (damaged.size === 0) return
  const { codes, phones } = await sortedPhones(engine, accountId, JSON.parse(list.chunks as string))
  let start = 0
  for (const [id, count] of index) {
    const end = start + count
    if (damaged.has(id)) {
      const ownPhones = phones.slice(Math.max(start - codes.length, 0), Math.max(end - codes.length, 0))
      const bytes = encodeLeaf(codes.subarray(start, end), ownPhones)
      await engine.transaction((session) => restoreRow(session, 'leaf', { account_id: accountId, id, bytes }))
    }
    start = end
  }
}

async function sortedPhones(
  engine: Engine,
  accountId: number,
  chunks: readonly ChunkRef[],
): Promise<{ readonly codes: Float64Array; readonly phones: readonly string[] }> {
  const codes = new Float64Array(chunks.reduce((sum, [, count]) => sum + count, 0))
  const phones: string[] = []
  let end = 0
  for (const ref of chunks) {
    const chunk = await readChunk(engine.reader, accountId, ref)
    for (const code of chunk.codes) if (code !== noCode) codes[end++] = code
    phones.push(...chunk.phones.values())
  }
  return { codes: codes.subarray(0, end).sort(), phones: phones.sort() }
}
