import { Refusal } from '../errors.ts'
import type { Transaction } from '../ports.ts'
import type { Folder } from './folder.ts'

/**
 * Locks the folder that a thing is to lie in, and returns it; undefined for the root.
 *
 * @throws Refusal `invalid_value` of `field` when the account has no such folder.
 */
export async function lockParent(
  tx: Transaction,
  accountId: number,
  id: number | null | undefined,
  field: 'folderId' | 'parentId',
): Promise<Folder | undefined> {
  if (id === null || id === undefined) return undefined
  const parent = await tx.folders.lock(accountId, id)
  if (!parent) throw new Refusal('invalid_value', 'there is no such folder', field)
  return parent
}
