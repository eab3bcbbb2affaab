import { Refusal } from '../errors.ts'
import type { Transaction } from '../ports.ts'
import type { Folder } from './folder.ts'

/**
 * Refuses a parent by which a folder would lie in itself. Every folder from that parent to the root gets locked, so
 * that no other write can close the circle.
 *
 * @throws Refusal `invalid_value` of `parentId` when the folder would lie in itself.
 */
export async function refuseCycle(
  tx: Transaction,
  { accountId, id, parentId }: Pick<Folder, 'accountId' | 'id' | 'parentId'>,
): Promise<void> {
  let next = parentId
  while (next !== null) {
    if (next === id) throw new Refusal('invalid_value', 'a folder cannot lie in itself', 'parentId')
    next = (await tx.folders.lock(accountId, next))?.parentId ?? null
  }
}
