import type { MissedCall } from '../../core/call/missed-call.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'

/** Keeps a missed call; returns false when it is kept already. */
export async function keepMissedCall(session: Session, accountId: number, call: MissedCall): Promise<boolean> {
  const row = { account_id: accountId, id: call.id, extension: call.extension, caller: call.caller, at: call.at }
  return (await insertRow(session, 'missed_calls', row, 'on conflict (account_id, id) do nothing')) === 1
}

export async function readMissedCall(
  one: Session['one'],
  accountId: number,
  id: string,
): Promise<MissedCall | undefined> {
  const row = await one('select * from missed_calls where account_id = $1 and id = $2', [accountId, id])
  return (
    row && {
      id: row.id as string,
      extension: row.extension as string,
      caller: row.caller as string,
      at: row.at as number,
    }
  )
}
