import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { type EffectKind, effectKinds } from './effect.ts'
import type { Waiting } from './effect-port.ts'

/** The effects that wait in the outbox, by kind. */
export async function findWaiting(
  { store }: Pick<Core, 'store'>,
  caller: ServerCaller,
): Promise<Readonly<Record<EffectKind, Waiting>>> {
  mustBeAllowed(caller, 'effect.find')
  const waiting = await Promise.all(effectKinds.map(async (kind) => [kind, await store.outbox.waiting(kind)] as const))
  return Object.fromEntries(waiting) as Record<EffectKind, Waiting>
}
