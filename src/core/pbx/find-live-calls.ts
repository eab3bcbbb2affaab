import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { isAllowed, mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { LiveCall } from './live-call.ts'
import type { Pbx } from './pbx.ts'

/** A call that goes on, with the campaign that it belongs to. */
export interface ShownCall extends LiveCall {
  /** Undefined where it belongs to none, or the caller may not see campaigns. */
  readonly campaign: { readonly id: number; readonly name: string } | undefined
}

/**
 * The calls that go on in the caller's account, the oldest first. It is `off` where no PBX serves the account, and `away` where the PBX
 * does not answer.
 */
export async function findLiveCalls(
  { store }: Pick<Core, 'store'>,
  caller: Caller,
  pbx: Pick<Pbx, 'isConnected' | 'calls'> | undefined,
): Promise<readonly ShownCall[] | 'off' | 'away'> {
  mustBeAllowed(caller, 'call.find')
  const { accountId } = caller
  if (!pbx || (await store.pbxAccount.get()) !== accountId) return 'off'
  if (!pbx.isConnected()) return 'away'
  const calls = await pbx.calls().catch(() => undefined)
  if (!calls) return 'away'
  const campaigns = new Map<string, ShownCall['campaign']>()
  if (calls.length > 0 && isAllowed(caller, 'campaign.find')) {
    const running = await store.dialLog.running(accountId)
    const names = new Map(running.map(({ campaign: { id, name } }) => [id, name]))
    for (const { callId, campaignId: id } of await store.dialLog.openTries(accountId)) {
      const name = names.get(id) ?? (await store.campaigns.get(accountId, { id }))?.name
      if (name !== undefined) {
        names.set(id, name)
        campaigns.set(callId, { id, name })
      }
    }
  }
  const since = ({ startedAt }: LiveCall) => startedAt ?? 0
  return calls
    .map((call) => ({ ...call, campaign: campaigns.get(call.id) }))
    .toSorted((one, other) => since(one) - since(other) || (one.id < other.id ? -1 : 1))
}
