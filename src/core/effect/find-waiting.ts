import type { Core } from '../core.ts'
import type { EffectKind } from './effect.ts'
import type { Waiting } from './effect-port.ts'

/** What waits in the outbox, by kind. */
export async function findWaiting({ store }: Pick<Core, 'store'>): Promise<Readonly<Record<EffectKind, Waiting>>> {
  const [drops, deliveries] = await Promise.all([
    store.outbox.waiting('drop-registration'),
    store.outbox.waiting('deliver'),
  ])
  return { 'drop-registration': drops, deliver: deliveries }
}
