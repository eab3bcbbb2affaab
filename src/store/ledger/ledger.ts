import { microsecondsOf } from '../../core/campaign/call-id.ts'
import { endByCall } from '../../core/campaign/settle-try.ts'
import type { EffectWriter } from '../../core/effect/effect-port.ts'
import type { CallRecord } from '../../core/ledger/call-record.ts'
import type { Ledger, SpoolPosition } from '../../core/ledger/ledger-port.ts'
import { settleTry } from '../campaigns/settle.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import { putManyRows } from '../engine/many-rows.ts'
import { sortKey } from '../engine/null-order.ts'
import { allocate } from '../engine/sequences.ts'
import { callReader, keysOf, rowOf } from './calls.ts'

interface LedgerParts {
  /** Makes the writer of effects of a session. */
  readonly effectsOf: (session: Session) => EffectWriter
  /** Runs `work` in a transaction, and tells the outbox when it wrote effects. */
  readonly transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>
}

/** The ledger of an engine. */
export function ledgerOn(engine: Engine, { effectsOf, transaction }: LedgerParts): Ledger {
  return {
    ...callReader(engine),
    async position() {
      const row = await engine.reader.one('select * from call_spool where one = 1', [])
      if (!row) return undefined
      return {
        openSince: { file: row.open_file as string, offset: row.open_offset as number },
        told: { file: row.told_file as string, offset: row.told_offset as number },
      }
    },
    keep: (accountId, { calls, events, position }) =>
      transaction(async (session) => {
        const effects = effectsOf(session)
        for (const call of calls) {
          await insertCall(session, accountId, call)
          await settleTryOf(session, effects, accountId, call)
        }
        for (const event of events) await effects.tell(accountId, event)
        await movePosition(session, position)
      }),
    forget: (before, limit) =>
      transaction(async (session) => {
        const old = await session.all(
          `select account_id, id from calls where started_at < $1 order by ${sortKey('calls', 'started_at', 'asc')} limit $2`,
          [before * 1000, limit],
        )
        for (const { account_id: accountId, id } of old) {
          await session.put('delete from call_parties where account_id = $1 and call_id = $2', [
            accountId ?? 0,
            id ?? 0,
          ])
          await session.put('delete from calls where account_id = $1 and id = $2', [accountId ?? 0, id ?? 0])
        }
        return old.length
      }),
  }
}

async function insertCall(session: Session, accountId: number, call: CallRecord): Promise<void> {
  const known = await session.one('select 1 from calls where account_id = $1 and call_id = $2', [
    accountId,
    call.callId,
  ])
  if (known) return
  const id = await allocate(session, accountId, 'call', 1)
  const written = await insertRow(session, 'calls', rowOf(accountId, id, call), 'on conflict do nothing')
  if (written === 0) return
  const keys = keysOf(call).map((party) => ({ account_id: accountId, party, started_at: call.startedAt, call_id: id }))
  await putManyRows(session, 'call_parties', keys)
}

/** A call of a campaign ends its try in the same transaction, so that reports and the ledger agree. */
async function settleTryOf(
  session: Session,
  effects: EffectWriter,
  accountId: number,
  call: CallRecord,
): Promise<void> {
  const id = call.campaign === '' ? undefined : microsecondsOf(call.originateId)
  if (id !== undefined) await settleTry(session, effects, accountId, id, endByCall(call))
}

async function movePosition(session: Session, { openSince, told }: SpoolPosition): Promise<void> {
  await session.run(
    `insert into call_spool (one, open_file, open_offset, told_file, told_offset) values (1, $1, $2, $3, $4)
     on conflict (one) do update set open_file = excluded.open_file, open_offset = excluded.open_offset,
       told_file = excluded.told_file, told_offset = excluded.told_offset`,
    [openSince.file, openSince.offset, told.file, told.offset],
  )
}
