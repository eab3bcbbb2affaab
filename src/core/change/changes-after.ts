import type { AnyCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Change } from './change.ts'
import { maskSecrets } from './mask-secrets.ts'

/** The most changes in one answer. */
export const followedAtMost = 1000

/** Changes that follow one, the oldest first. */
export interface FollowingChanges {
  readonly changes: readonly Change[]
  /** The number after which the next ones are to be asked for. It moves on over changes of others too. */
  readonly next: number
  /** Whether none of them has been pruned. */
  readonly isWhole: boolean
}

/**
 * The changes behind a number, in the order of their numbers, without the secrets in them: those of the caller's account, or all where
 * all accounts are open. Whoever asks on with `next` misses none and sees none twice: a change is told only once none with a lower
 * number can still come to light.
 *
 * @throws Refusal `invalid_value` of `limit`; `conflict` where the book has no such change yet, as one that was restored.
 */
export async function changesAfter(
  core: Core,
  caller: AnyCaller,
  after: number,
  limit: number,
): Promise<FollowingChanges> {
  mustBeAllowed(caller, 'change.find')
  if (!(limit >= 1 && limit <= followedAtMost)) {
    throw new Refusal('invalid_value', `the limit must be 1 to ${followedAtMost}`, 'limit')
  }
  const { changes } = core.store
  const [oldest, settled] = [await changes.oldest(), await changes.settledAfter(after)]
  const isWhole = after + 1 >= (oldest?.number ?? 1)
  if (settled === after) {
    const [newest] = await changes.newest(null, {}, 1)
    if (after > (newest?.number ?? 0)) {
      throw new Refusal('conflict', `the book has no change ${after}: it is another one, or was restored`, 'after')
    }
    return { changes: [], next: after, isWhole }
  }
  const found = await changes.between(caller.accountId, { after, upTo: settled }, limit)
  const next = found.length === limit ? (found.at(-1)?.number ?? settled) : settled
  return { changes: found.map(maskSecrets), next, isWhole }
}
