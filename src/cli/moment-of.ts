import type { Account } from '../core/account/account.ts'
import { localMoment } from '../core/account/local-moment.ts'
import { mustHaveTimeZone } from '../core/account/time-zone-of.ts'

/** The moment that `--at` names, by the clocks of the account; undefined without it. */
export function momentOf(at: string | undefined, account: Account): number | undefined {
  return at === undefined ? undefined : localMoment(at, mustHaveTimeZone(account, undefined), '--at')
}
