import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { EffectKind } from './effect.ts'
import type { Waiting } from './effect-port.ts'

/** The effects that wait in the outbox, by kind. */
export async function findWaiting(
  { store }: Pick<Core, 'store'>,
  caller: ServerCaller,
): Promise<Readonly<Record<EffectKind, Waiting>>> {
  mustBeAllowed(caller, 'effect.find')
  const [drops, deliveries] = await Promise.all([
    store.outbox.waiting('drop-registration'),
    store.outbox.waiting('deliver'),
  ])
  return { 'drop-registration': drops, deliver: deliveries }
}
