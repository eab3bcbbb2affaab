import type { EffectKind } from '../../core/effect/effect.ts'
import type { Session } from '../engine/engine.ts'

/** The time at which an effect behind another of its lane is due: never, until `lineUp` gives it its turn. */
export const behind = Number.MAX_SAFE_INTEGER

/**
 * Keeps everybody else from changing the lanes of the account until the transaction ends. Without the lock, one
 * transaction could remove the first effect of a lane while another puts an effect behind it; neither would see the
 * other, and the effect would wait for ever. A transaction that adds effects has the lock already, by `allocate`.
 */
export async function lockLanes(session: Session, accountId: number): Promise<void> {
  await session.lockOne("select next from sequences where account_id = $1 and noun = 'effect'", [accountId])
}

/**
 * Gives the first effect of a lane its turn, due at `dueAt`, unless it has it already. An effect that was asked for
 * again may come to stand before the one that had the turn, and takes it away. In a lane of the effects 4 and 9, of
 * which 9 is due, 4 becomes due and 9 waits.
 */
export async function lineUp(session: Session, accountId: number, lane: string, dueAt: number): Promise<void> {
  const [first, second] = await session.all(
    'select id, due_at from effects where account_id = $1 and lane = $2 order by id limit 2',
    [accountId, lane],
  )
  const setDue = 'update effects set due_at = $3 where account_id = $1 and id = $2'
  if (first?.due_at === behind) await session.run(setDue, [accountId, first.id ?? null, dueAt])
  if (second && second.due_at !== behind) await session.run(setDue, [accountId, second.id ?? null, behind])
}

/** Does as `lineUp` does in every lane of the account that has an effect of the kind. */
export async function lineUpAll(session: Session, accountId: number, kind: EffectKind, dueAt: number): Promise<void> {
  const isBehind = `exists (
    select 1 from effects as earlier
    where earlier.account_id = effects.account_id and earlier.lane = effects.lane and earlier.id < effects.id)`
  const all = [accountId, kind, behind]
  const ofKind = 'account_id = $1 and kind = $2'
  await session.run(`update effects set due_at = $4 where ${ofKind} and due_at = $3 and not ${isBehind}`, [
    ...all,
    dueAt,
  ])
  await session.run(`update effects set due_at = $3 where ${ofKind} and due_at <> $3 and ${isBehind}`, all)
}
