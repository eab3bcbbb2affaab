import type { EffectKind } from '../../core/effect/effect.ts'
import type { Session } from '../engine/engine.ts'

/** When an effect is due that waits behind another of its lane: not before it is its turn. */
export const behind = Number.MAX_SAFE_INTEGER

/**
 * Keeps everybody else from changing the lanes of the account until the transaction ends: the first of a lane could go while
 * another takes its place behind it, and each would not see what the other does. Whoever adds effects holds it by `allocate`.
 */
export async function lockLanes(session: Session, accountId: number): Promise<void> {
  await session.lockOne("select next from sequences where account_id = $1 and noun = 'effect'", [accountId])
}

/**
 * Has the first of the lane due at `dueAt`, unless it is its turn already. One that came to stand before it, as an effect does
 * that was asked for again, takes its turn away.
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

/** The same for every lane of the account that has an effect of the kind. */
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
