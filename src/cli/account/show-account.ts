import type { Account } from '../../core/account/account.ts'
import { isoTime } from '../table.ts'

/** An account as `--json` prints it. */
export function showAccount(account: Account): object {
  return { ...account, createdAt: isoTime(account.createdAt) }
}
