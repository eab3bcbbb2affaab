import { type Damage, describeDamage } from '../core/damage/damage.ts'
import type { Store } from '../core/ports.ts'
import { damageFound } from '../store/checks/damaged.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** Places whose groups are remembered, so that a client that asks again and again has them looked for once. */
const rememberedAtMost = 1000

/** Counts and logs each damage that is read, with the groups that it touches. Returns the function that ends it. */
export function watchDamage(
  { damages }: Pick<Store, 'damages'>,
  log: Log,
  metrics: Pick<Metrics, 'damageFound'>,
): () => void {
  const touched = new Map<string, Promise<readonly number[]>>()
  const groupsAt = (damage: Damage): Promise<readonly number[]> => {
    const place = describeDamage(damage)
    const known = touched.get(place)
    if (known) return known
    if (touched.size >= rememberedAtMost) touched.clear()
    const groups = damages.groupsAt(damage).then(
      (found) => found.map(({ id }) => id),
      () => [],
    )
    touched.set(place, groups)
    return groups
  }
  const hear = (message: unknown): void => {
    const damage = message as Damage
    metrics.damageFound(damage.table)
    groupsAt(damage).then((groups) => {
      const { accountId: account, table, row, problem } = damage
      log.error({ account, groups, table, row, problem }, 'the book is damaged')
    })
  }
  damageFound.subscribe(hear)
  return () => damageFound.unsubscribe(hear)
}
