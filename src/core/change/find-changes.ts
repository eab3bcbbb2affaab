import type { AnyCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Change, ChangeQuery } from './change.ts'
import { maskSecrets } from './mask-secrets.ts'

/**
 * The newest changes that match, the newest first, without the secrets in them. They are those of the caller's account,
 * or of the whole book where all accounts are open for the caller.
 *
 * @throws Refusal `invalid_value` of `limit` when it is below 1.
 */
export async function findChanges(
  core: Core,
  caller: AnyCaller,
  limit: number,
  query: ChangeQuery = {},
): Promise<Change[]> {
  mustBeAllowed(caller, 'change.find')
  if (!(limit >= 1)) throw new Refusal('invalid_value', 'the limit must be 1 or more', 'limit')
  return (await core.store.changes.newest(caller.accountId, query, limit)).map(maskSecrets)
}
