import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { LedgerCall } from './call-record.ts'

/**
 * The call with that id of the PBX.
 *
 * @throws Refusal `not_found` where the ledger has none.
 */
export async function getCall(core: Core, caller: Caller, callId: string): Promise<LedgerCall> {
  mustBeAllowed(caller, 'call.find')
  const call = await core.store.ledger.find(caller.accountId, callId)
  if (!call) throw new Refusal('not_found', `the ledger has no call ${callId}`)
  return call
}
